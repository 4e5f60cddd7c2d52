/** The caches of all kinds, and the watches that keep them: on every replica, so that a new leader knows all at once. */
import type { Logger } from '@balcao/kit/log.ts';
import type { Cluster } from './kube/cluster.ts';
import type { KubeMetrics } from './kube/kube-metrics.ts';
import { createReflector, type Reflector } from './kube/reflector.ts';
import { pathOf, type ResourceType } from './kube/resource-type.ts';
import { createStore, type ReadStore, type Store } from './kube/store.ts';

export interface WatchesOptions {
  cluster: Cluster;
  types: ResourceType[];
  /** All where none is named. */
  namespaces: string[];
  log: Logger;
  metrics: KubeMetrics;
}

export interface Watches {
  start(): void;
  stop(): Promise<void>;
  /** Throws for a kind that is not watched: that is a fault of the wiring. */
  storeOf(type: ResourceType): ReadStore;
  /** Kinds that have not been seen whole yet. */
  unsynced(): string[];
  /** Kinds whose watch has got nowhere for so long. */
  stale(ms: number): string[];
}

export function createWatches({ types, namespaces, ...runtime }: WatchesOptions): Watches {
  const stores = new Map<string, { kind: string; store: Store }>();
  const reflectors: Reflector[] = [];
  for (const type of types) {
    if (stores.has(pathOf(type))) continue;
    const isSplit = type.isNamespaced && namespaces.length > 0;
    const store = createStore({ log: runtime.log, namespaces: isSplit ? namespaces : undefined });
    stores.set(pathOf(type), { kind: type.kind, store });
    for (const namespace of isSplit ? namespaces : [undefined]) {
      const selection = { namespace, labelSelector: type.labelSelector };
      reflectors.push(createReflector({ ...runtime, type, store, selection }));
    }
  }
  return {
    start() {
      for (const reflector of reflectors) reflector.start();
    },
    async stop() {
      await Promise.all(reflectors.map((reflector) => reflector.stop()));
    },
    storeOf(type) {
      const found = stores.get(pathOf(type));
      if (found === undefined) throw new Error(`${type.kind} is not watched`);
      return found.store;
    },
    unsynced: () =>
      [...stores.values()].filter(({ store }) => !store.isSynced()).map(({ kind }) => kind),
    stale: (ms) => [
      ...new Set(
        reflectors.filter((one) => one.lastSignAgeMs() > ms).map((reflector) => reflector.kind),
      ),
    ],
  };
}
