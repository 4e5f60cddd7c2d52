/** One list, and one watch that goes on from it, into a store. */
import type { Clock } from './clock.ts';
import type { Cluster, Selection } from './cluster.ts';
import type { KubeObject } from './kube-object.ts';
import type { ResourceType } from './resource-type.ts';
import type { Store } from './store.ts';

export interface Look {
  cluster: Cluster;
  type: ResourceType;
  selection: Selection;
  store: Store;
  pageSize: number;
  watchMs: number;
  idleMs: number;
  clock: Clock;
  random: () => number;
  /** The server has told something. */
  onHeard: () => void;
}

/** What has been seen; `resourceVersion` goes on with each event. */
export interface Known {
  resourceVersion: string;
  listedAtMs: number;
}

/**
 * Reads the whole list before the store sees any of it: half a list would look like deletions. Rejects with a 410 when
 * the state that it shows expires between two pages; without pages that cannot happen.
 */
export async function listAll(
  { cluster, type, selection, store, pageSize, clock, onHeard }: Look,
  isPaged: boolean,
  signal: AbortSignal,
): Promise<Known> {
  const listedAtMs = clock.nowMs();
  const items: KubeObject[] = [];
  let next: string | undefined;
  for (;;) {
    const limit = isPaged ? pageSize : undefined;
    const page = await cluster.list(type, { ...selection, limit, continue: next }, signal);
    signal.throwIfAborted();
    onHeard();
    items.push(...page.items.map(withoutHistory));
    next = page.continue;
    if (next === undefined) {
      store.replace(items, selection.namespace);
      return { resourceVersion: page.resourceVersion, listedAtMs };
    }
  }
}

/** Resolves when the server ends the watch, which is no trouble. */
export async function watchOnce(
  { cluster, type, selection, store, watchMs, idleMs, random, onHeard }: Look,
  known: Known,
  signal: AbortSignal,
): Promise<void> {
  const { resourceVersion } = known;
  const timeoutSeconds = Math.ceil((watchMs * (1 + random())) / 1000);
  const options = { ...selection, resourceVersion, timeoutSeconds, idleMs };
  for await (const { type: what, object } of cluster.watch(type, options, signal)) {
    // What was on its way when the reflector was stopped is not of this life any more.
    signal.throwIfAborted();
    onHeard();
    if (what === 'DELETED') store.remove(object);
    else if (what !== 'BOOKMARK') store.put(withoutHistory(object));
    known.resourceVersion = object.metadata.resourceVersion ?? known.resourceVersion;
  }
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Who has written which field, and what kubectl has applied last, are for writers to compare: nobody reads them here,
 * and they are more than all the rest of an object.
 */
function withoutHistory(object: KubeObject): KubeObject {
  const { managedFields: _, annotations, ...metadata } = object.metadata;
  if (annotations === undefined) return { ...object, metadata };
  const { [lastApplied]: __, ...kept } = annotations;
  return { ...object, metadata: { ...metadata, annotations: kept } };
}
