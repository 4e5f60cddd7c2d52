/** The shops that are served: one in each namespace whose chart has made a Secret for the operator. */
import { isDeepStrictEqual } from 'node:util';
import type { Feed } from '@balcao/contracts/api/market-feeds.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { secrets } from './core-types.ts';
import { type Clock, systemClock } from './kube/clock.ts';
import type { Cluster } from './kube/cluster.ts';
import { KubeError } from './kube/kube-error.ts';
import type { KubeObject } from './kube/kube-object.ts';
import { type Managed, readManagedBy } from './managed-by.ts';
import { readChannels, readFeeds, readRules } from './remote-kinds.ts';
import { createRemoteList, type RemoteList, type RemoteObject } from './remote-list.ts';
import { accessLabel, type ShopAccess, secretTexts, shopAccess } from './shop-access.ts';
import { createShopApi, type ShopApi } from './shop-api.ts';
import type { RoutedChannel } from './specs/notification-channel.ts';
import { UnreadyError } from './unready-error.ts';

export interface Shop {
  api: ShopApi;
  feeds: RemoteList<Feed>;
  rules: RemoteList<Rule>;
  channels: RemoteList<RoutedChannel>;
}

export interface Shops {
  /** Rejects with an `UnreadyError` where there is none, or more than one. */
  of(namespace: string, signal: AbortSignal): Promise<Shop>;
  /** Begins to look at the services, every few seconds. */
  start(): void;
  stop(): Promise<void>;
}

export interface ShopsOptions {
  cluster: Cluster;
  log: Logger;
  /** Something that is managed from here has changed in a service. */
  onChange: (managed: Managed) => void;
  clock?: Clock | undefined;
  /** Whether this replica leads, at this moment. Default: it does. */
  mayWrite?: (() => boolean) | undefined;
  /** How often the services are looked at. Default 10 s. */
  pollMs?: number | undefined;
}

/** How long an access that was read is good: after that a changed secret is seen. */
const accessMs = 60_000;

interface Known {
  shop: Shop;
  access: ShopAccess;
  readAtMs: number;
}

export function createShops(options: ShopsOptions): Shops {
  const { cluster, log, clock = systemClock, pollMs = 10_000 } = options;
  const known = new Map<string, Known>();
  /** However many objects of a namespace ask at once, its Secret is read once. */
  const asked = new Map<string, Promise<Shop>>();
  const stopping = new AbortController();
  let polling = Promise.resolve();
  let cancel = () => {};

  async function find(namespace: string, signal: AbortSignal): Promise<Shop> {
    const before = known.get(namespace);
    if (before !== undefined && clock.nowMs() < before.readAtMs + accessMs) return before.shop;
    const access = await readAccess(cluster, namespace, signal);
    const isSame = isDeepStrictEqual(before?.access, access);
    const shop = isSame && before !== undefined ? before.shop : openShop(access, options);
    known.set(namespace, { shop, access, readAtMs: clock.nowMs() });
    return shop;
  }

  /** What is changed there is news; a service that is away is told by who needs it. */
  async function poll(): Promise<void> {
    const all = [...known.values()].flatMap(({ shop }) => [shop.feeds, shop.rules, shop.channels]);
    const results = await Promise.allSettled(all.map((list) => list.refresh(stopping.signal)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) log.debug({ err: failed.reason }, 'a service could not be looked at');
  }

  function plan(): void {
    cancel = clock.after(pollMs, () => {
      polling = poll().then(() => {
        if (!stopping.signal.aborted) plan();
      });
    });
  }

  return {
    async of(namespace, signal) {
      const asking = asked.get(namespace) ?? find(namespace, signal);
      asked.set(namespace, asking);
      try {
        return await asking;
      } catch (error) {
        if (error instanceof UnreadyError) known.delete(namespace);
        throw error;
      } finally {
        asked.delete(namespace);
      }
    },
    start: plan,
    async stop() {
      stopping.abort();
      cancel();
      await polling;
    },
  };
}

function openShop(access: ShopAccess, { clock, onChange, mayWrite }: ShopsOptions): Shop {
  const api = createShopApi({ access, clock, mayWrite });
  const list = <Item extends RemoteObject>(
    read: (from: ShopApi, signal: AbortSignal) => Promise<Item[]>,
  ) =>
    createRemoteList<Item>({
      read: (signal) => read(api, signal),
      onChange(text) {
        const managed = readManagedBy(text);
        if (managed !== undefined) onChange(managed);
      },
    });
  return { api, feeds: list(readFeeds), rules: list(readRules), channels: list(readChannels) };
}

async function readAccess(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<ShopAccess> {
  const [secret, other] = await accessSecrets(cluster, namespace, signal);
  if (secret === undefined)
    throw new UnreadyError(
      'NoShop',
      `No shop in the namespace ${namespace} has let the operator in: install its chart with operator.enabled.`,
    );
  if (other !== undefined)
    throw new UnreadyError(
      'TwoShops',
      `There is more than one shop in the namespace ${namespace}.`,
    );
  const parsed = shopAccess.safeParse(secretTexts(secret.data));
  if (parsed.success) return parsed.data;
  const keys = parsed.error.issues.map(({ path }) => path.join('.'));
  throw new UnreadyError(
    'AccessIncomplete',
    `The Secret ${secret.metadata.name} has no usable ${keys.join(', ')}.`,
  );
}

/** A shop's chart gives the right to read them: where that is refused, none has let the operator in. */
async function accessSecrets(
  cluster: Cluster,
  namespace: string,
  signal: AbortSignal,
): Promise<KubeObject[]> {
  try {
    const selection = { namespace, labelSelector: accessLabel };
    return (await cluster.list(secrets, selection, signal)).items;
  } catch (error) {
    if (error instanceof KubeError && error.status === 403) return [];
    throw error;
  }
}
