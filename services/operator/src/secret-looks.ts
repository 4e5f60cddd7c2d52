/** Tells which channels have to look again because the Secret that they name is another than the shop was sent. */
import type { Logger } from '@balcao/kit/log.ts';
import { secrets } from './core-types.ts';
import { type Clock, systemClock } from './kube/clock.ts';
import type { Cluster } from './kube/cluster.ts';
import { type KubeObject, keyOf, type ObjectMeta } from './kube/kube-object.ts';
import type { ReadStore } from './kube/store.ts';
import { notificationChannelSpec } from './resources/notification-channel.ts';
import { settingsVersion } from './specs/notification-channel.ts';

export interface SecretLooks {
  /** Begins to look, every half minute. */
  start(): void;
  stop(): Promise<void>;
}

export interface SecretLooksOptions {
  cluster: Pick<Cluster, 'list'>;
  /** Of the channels. */
  store: Pick<ReadStore, 'list'>;
  log: Logger;
  /** The key of a channel. */
  onChange: (key: string) => void;
  clock?: Clock | undefined;
  /** Default 30 s. */
  everyMs?: number | undefined;
}

const pageSize = 500;

/**
 * One call for all of a namespace, and of the Secrets nothing but their metadata: what they hold is read by the
 * reconciler, one by one, when it is sent on. They are not watched: that would keep all of them in memory here.
 */
export function createSecretLooks(options: SecretLooksOptions): SecretLooks {
  const { cluster, store, log, onChange, clock = systemClock, everyMs = 30_000 } = options;
  const stopping = new AbortController();
  let looking = Promise.resolve();
  let cancel = () => {};

  async function look(): Promise<void> {
    const byNamespace = Map.groupBy(
      store.list().filter(namesSecret),
      ({ metadata }) => metadata.namespace ?? '',
    );
    for (const [namespace, channels] of byNamespace) {
      const found = await readVersions(cluster, namespace, stopping.signal);
      for (const channel of channels) if (isBehind(channel, found)) onChange(keyOf(channel));
    }
  }

  function plan(): void {
    cancel = clock.after(everyMs, () => {
      looking = look()
        // Who needs a Secret that cannot be read says so in its status.
        .catch((error: unknown) => log.debug({ err: error }, 'Secrets could not be looked at'))
        .then(() => {
          if (!stopping.signal.aborted) plan();
        });
    });
  }

  return {
    start: plan,
    async stop() {
      stopping.abort();
      cancel();
      await looking;
    },
  };
}

const namesSecret = ({ spec }: KubeObject): boolean =>
  typeof spec === 'object' && spec !== null && 'secretRef' in spec;

async function readVersions(
  cluster: Pick<Cluster, 'list'>,
  namespace: string,
  signal: AbortSignal,
): Promise<Map<string, ObjectMeta>> {
  const found = new Map<string, ObjectMeta>();
  let next: string | undefined;
  do {
    const options = { namespace, limit: pageSize, continue: next, isMetadataOnly: true };
    const page = await cluster.list(secrets, options, signal);
    for (const { metadata } of page.items) found.set(metadata.name, metadata);
    next = page.continue;
  } while (next !== undefined);
  return found;
}

/** By what its status says of the Secret; a spec that is wrong waits for a change of the channel. */
function isBehind(channel: KubeObject, found: ReadonlyMap<string, ObjectMeta>): boolean {
  const spec = notificationChannelSpec.safeParse(channel.spec).data;
  if (spec?.secretRef === undefined) return false;
  const now = settingsVersion(spec.target, found.get(spec.secretRef.name));
  const { status } = channel;
  const sent =
    typeof status === 'object' && status !== null && 'secretVersion' in status
      ? status.secretVersion
      : undefined;
  return sent !== now;
}
