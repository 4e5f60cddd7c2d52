/** What is known of one kind: a cache by `namespace/name` that tells what has changed. */
import type { Logger } from '@balcao/kit/log.ts';
import { type KubeObject, keyOf } from './kube-object.ts';

/** Between what was known and what is: both where it was updated, one where it was added or deleted. */
export interface Change {
  key: string;
  before: KubeObject | undefined;
  after: KubeObject | undefined;
}

export type Listener = (change: Change) => void | Promise<void>;

/** What readers see. Objects are frozen, all the way down: they are shared. */
export interface ReadStore {
  get(key: string): KubeObject | undefined;
  list(namespace?: string): KubeObject[];
  keys(): string[];
  size(): number;
  /** Whether the cluster has been seen whole; until then a missing object says nothing. */
  isSynced(): boolean;
  /** Resolves when `isSynced`, at once where it is. */
  synced(): Promise<void>;
  /**
   * Tells every change from now on; answers what ends it. A listener that throws or rejects is logged, and neither
   * other listeners nor the watch notice: what it missed comes with the next resync.
   */
  onChange(listener: Listener): () => void;
}

/** What its reflectors write. */
export interface Store extends ReadStore {
  put(object: KubeObject): void;
  remove(object: KubeObject): void;
  /** All that there is in a namespace (or everywhere, for undefined): what is not in it was deleted unseen. */
  replace(objects: KubeObject[], namespace: string | undefined): void;
}

export interface StoreOptions {
  log: Logger;
  /** The namespaces that have to be listed before the store is synced; default: one list of all of them. */
  namespaces?: string[] | undefined;
}

export function createStore({ log, namespaces }: StoreOptions): Store {
  const objects = new Map<string, KubeObject>();
  const listeners = new Set<Listener>();
  const unseen = new Set<string | undefined>(namespaces ?? [undefined]);
  const { promise: whenSynced, resolve: tellSynced } = Promise.withResolvers<void>();

  async function call(listener: Listener, change: Change): Promise<void> {
    try {
      await listener(change);
    } catch (error) {
      log.error({ err: error, key: change.key }, 'a listener failed; the next resync repeats it');
    }
  }

  function set(key: string, after: KubeObject | undefined): void {
    const before = objects.get(key);
    if (after === undefined) objects.delete(key);
    else objects.set(key, after);
    if (before === undefined && after === undefined) return;
    if (before !== undefined && after !== undefined && isSame(before, after)) return;
    for (const listener of listeners) void call(listener, { key, before, after });
  }

  return {
    get: (key) => objects.get(key),
    list: (namespace) => [...objects.values()].filter((object) => isIn(object, namespace)),
    keys: () => [...objects.keys()],
    size: () => objects.size,
    isSynced: () => unseen.size === 0,
    synced: () => whenSynced,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    put: (object) => set(keyOf(object), freeze(object)),
    remove: (object) => set(keyOf(object), undefined),
    replace(all, namespace) {
      const keys = new Set(all.map(keyOf));
      for (const object of all) set(keyOf(object), freeze(object));
      for (const [key, object] of objects)
        if (isIn(object, namespace) && !keys.has(key)) set(key, undefined);
      unseen.delete(namespace);
      if (unseen.size === 0) tellSynced();
    },
  };
}

const isIn = ({ metadata }: KubeObject, namespace: string | undefined): boolean =>
  namespace === undefined || metadata.namespace === namespace;

/** An object made anew under the same name is another one, even if the server numbers it the same. */
const isSame = (one: KubeObject, other: KubeObject): boolean =>
  one.metadata.uid === other.metadata.uid &&
  one.metadata.resourceVersion !== undefined &&
  one.metadata.resourceVersion === other.metadata.resourceVersion;

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
