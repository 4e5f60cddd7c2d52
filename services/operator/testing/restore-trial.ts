/** A Restore on trial: it is declared, looked at again and again by operators that remember nothing, and may die. */
import { systemClock } from '../src/kube/clock.ts';
import type { Cluster } from '../src/kube/cluster.ts';
import { createEventRecorder, type News } from '../src/kube/event-recorder.ts';
import type { KubeObject } from '../src/kube/kube-object.ts';
import { createProgramJobs } from '../src/reconcilers/program-jobs.ts';
import { createRestoreReconciler } from '../src/reconcilers/restore.ts';
import { restoreStatus } from '../src/resources/restore.ts';
import type { FakeApiServer } from './fake-api-server.ts';
import { startKubeHarness } from './kube-harness.ts';
import { createRestoreWorld, type RestoreWorld } from './restore-world.ts';

export const namespace = 'shop';
const collection = '/apis/balcao.dev/v1alpha1/restores';
const settings = {
  image: 'balcao/backup:1.0.0',
  scratchImage: 'postgres:17-trixie',
  pullPolicy: 'IfNotPresent',
  pullSecrets: [],
};

/** What an operator dies of. */
export class Killed extends Error {}

/** Every name is that of the Restore; the first one is "back". */
export interface RestoreTrial {
  cluster: Cluster;
  objects: FakeApiServer['objects'];
  world: RestoreWorld;
  told: News[];
  declare(spec: object, name?: string): void;
  current(name?: string): KubeObject;
  statusOf(name?: string): ReturnType<typeof restoreStatus.parse>;
  /** The condition as one line: status, reason, message. */
  ready(name?: string): string;
  reconciler(cluster: Cluster): ReturnType<typeof createRestoreReconciler>;
  lookOnce(cluster: Cluster, name?: string): Promise<void>;
  /** The phases in their order. */
  lookUntilOver(cluster: Cluster, name?: string): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startRestoreTrial(hasBroker = true): Promise<RestoreTrial> {
  const { server, cluster, log, stop } = await startKubeHarness();
  const { objects } = server;
  const world = createRestoreWorld(server, hasBroker);
  const told: News[] = [];

  const current = (name = 'back'): KubeObject => ({
    ...objects.get({ collection, namespace, name }),
    ...{ apiVersion: 'balcao.dev/v1alpha1', kind: 'Restore' },
  });
  const statusOf = (name?: string) => restoreStatus.parse(current(name).status ?? {});

  /** An operator that has just started. */
  function reconciler(of: Cluster) {
    const recorder = createEventRecorder({
      ...{ cluster: of, controller: 'test', instance: 'one', log },
    });
    return createRestoreReconciler({
      cluster: of,
      store: { list: () => objects.all({ collection, namespace }) },
      recorder: {
        record: async (object, news, signal) => {
          told.push(news);
          await recorder.record(object, news, signal);
        },
      },
      clock: systemClock,
      jobs: createProgramJobs({ cluster: of, store: { list: () => [] }, settings }),
    });
  }

  async function lookOnce(of: Cluster, name = 'back'): Promise<void> {
    const { signal } = new AbortController();
    const object = current(name);
    const { reconcile, describeError } = reconciler(of);
    const outcome = await reconcile({ key: `${namespace}/${name}`, object, signal }).catch(
      (error: unknown) => {
        if (error instanceof Killed) throw error;
        return { status: describeError(object, error) };
      },
    );
    const target = { collection, namespace, name, isStatus: true };
    if (outcome?.status !== undefined)
      objects.update(target, { ...object, status: outcome.status });
  }

  return {
    cluster,
    objects,
    world,
    told,
    declare: (spec, name = 'back') =>
      void objects.create({ collection, namespace }, { metadata: { name }, spec }),
    current,
    statusOf,
    ready(name) {
      const [condition] = statusOf(name).conditions ?? [];
      return [condition?.status, condition?.reason, condition?.message].join(' ');
    },
    reconciler,
    lookOnce,
    async lookUntilOver(of, name) {
      const phases: string[] = [];
      for (let looks = 0; looks < 60; looks += 1) {
        await lookOnce(of, name);
        const { phase = '' } = statusOf(name);
        if (phases.at(-1) !== phase) phases.push(phase);
        if (phase === 'Completed' || phase === 'Failed') return phases;
        world.settle();
      }
      throw new Error(`it does not end: ${phases}`);
    },
    stop,
  };
}

/** Dies right before, or right after, the write with this number; Events are not counted. */
export function mortal(cluster: Cluster, deadly: number, isAfter: boolean): Cluster {
  let writes = 0;
  const dieAt = async <T>(write: () => Promise<T>): Promise<T> => {
    writes += 1;
    if (writes !== deadly) return write();
    if (isAfter) await write();
    throw new Killed();
  };
  return {
    ...cluster,
    create: (type, object, signal) =>
      type.kind === 'Event'
        ? cluster.create(type, object, signal)
        : dieAt(() => cluster.create(type, object, signal)),
    update: (...call) => dieAt(() => cluster.update(...call)),
  };
}
