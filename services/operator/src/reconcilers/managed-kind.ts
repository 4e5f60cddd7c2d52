/** What the reconcilers of feeds, rules and channels have each of their own; the way is the same for all. */
import type { z } from 'zod';
import type { Clock } from '../kube/clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import type { ReadStore } from '../kube/store.ts';
import type { RemoteList, RemoteObject } from '../remote-list.ts';
import type { ResourceDefinition } from '../resources/resource.ts';
import type { Shop, Shops } from '../shops.ts';
import type { Declared, Health } from '../specs/wish.ts';

export interface ReconcilerDeps {
  cluster: Cluster;
  /** The cache of the kind that is reconciled. */
  store: Pick<ReadStore, 'get'>;
  shops: Shops;
  recorder: EventRecorder;
  clock: Clock;
}

export interface SharedSpec {
  displayName?: string | undefined;
  suspend: boolean;
  deletionPolicy: 'Delete' | 'Retain';
  adoptId?: string | undefined;
}

export interface ManagedKind<Spec extends SharedSpec, Wish, Remote extends RemoteObject> {
  resource: ResourceDefinition;
  spec: z.ZodType<Spec>;
  list(shop: Shop): RemoteList<Remote>;
  /** Rejects with an `UnreadyError` while something that it needs is missing. */
  wish(declared: Declared<Spec>, signal: AbortSignal): Promise<Wish>;
  isAsWished(remote: Remote, wish: Wish): boolean;
  /** From the service itself; undefined where it has none. */
  read(shop: Shop, id: string, signal: AbortSignal): Promise<Remote | undefined>;
  create(shop: Shop, request: { id: string; wish: Wish }, signal: AbortSignal): Promise<Remote>;
  update(shop: Shop, request: { remote: Remote; wish: Wish }, signal: AbortSignal): Promise<Remote>;
  /** Gone already is good. */
  remove(shop: Shop, remote: Remote, signal: AbortSignal): Promise<void>;
  /** Leaves it to people, as it is. */
  release(shop: Shop, remote: Remote, signal: AbortSignal): Promise<void>;
  status(remote: Remote, wish: Wish): Record<string, unknown>;
  health(remote: Remote): Health;
  /** Where it is there, and not yet as declared: when to look again. */
  lookAgainMs?(declared: Declared<Spec>, remote: Remote): number | undefined;
}
