/** What is done before an object of the cluster may go: what it stands for goes from the service, or is left to people. */
import { namespaces } from '../core-types.ts';
import { type Finalizer, hasFinalizer, isDeleting, removeFinalizer } from '../kube/finalizers.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { managedByOf } from '../managed-by.ts';
import type { RemoteObject } from '../remote-list.ts';
import type { ManagedKind, ReconcilerDeps, SharedSpec } from './managed-kind.ts';
import { readIdentity } from './read-identity.ts';

/** Whoever sets it to "true" takes the clean-up on themselves. */
const skipAnnotation = 'balcao.dev/skip-cleanup';

/** Rejects while the clean-up cannot be done: the object waits for it. */
export async function cleanUp<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  task: { kind: ManagedKind<Spec, Wish, Remote>; deps: ReconcilerDeps; finalizer: Finalizer },
  object: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  const { kind, deps, finalizer } = task;
  if (!hasFinalizer(object, finalizer.name)) return;
  if (object.metadata.annotations?.[skipAnnotation] !== 'true') {
    try {
      await removeRemote(kind, { deps, object }, signal);
    } catch (error) {
      if (!(await isNamespaceGoing(deps, object, signal))) throw error;
      // The shop goes with its namespace: there is nothing left to clean up, and waiting for it would never end.
    }
  }
  await removeFinalizer(finalizer, object, signal);
}

async function removeRemote<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  kind: ManagedKind<Spec, Wish, Remote>,
  { deps, object }: { deps: ReconcilerDeps; object: KubeObject },
  signal: AbortSignal,
): Promise<void> {
  const { id, deletionPolicy } = readIdentity(object);
  const managedBy = managedByOf(kind.resource.kind, object);
  const shop = await deps.shops.of(object.metadata.namespace ?? '', signal);
  const list = kind.list(shop);
  const own = await kind.read(shop, id, signal);
  if (own === undefined) await list.refresh(signal);
  // What was taken over from an object of its name has that one's id, and may be there beside its own.
  const others = (await list.markedAs(managedBy, signal)).filter((remote) => remote.id !== id);
  for (const remote of own === undefined ? others : [own, ...others]) {
    // An adoption that never came about leaves what it wanted alone.
    if (remote.managedBy !== managedBy) continue;
    if (deletionPolicy === 'Retain') await kind.release(shop, remote, signal);
    else await kind.remove(shop, remote, signal);
    list.drop(remote.id);
  }
}

async function isNamespaceGoing(
  { cluster }: ReconcilerDeps,
  { metadata: { namespace = '' } }: KubeObject,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await cluster.get(namespaces, { name: namespace }, signal);
  return found !== undefined && isDeleting(found);
}
