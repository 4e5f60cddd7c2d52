/** The one way by which feeds, rules and channels are brought from the cluster into the shop. */
import { resourceTypeOf } from '../core-types.ts';
import type { Outcome, Reconcile } from '../kube/controller.ts';
import { addFinalizer, type Finalizer, isDeleting } from '../kube/finalizers.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { TerminalError } from '../kube/terminal-error.ts';
import { managedByOf } from '../managed-by.ts';
import type { RemoteObject } from '../remote-list.ts';
import { bounded, type Declared } from '../specs/wish.ts';
import { bringAbout } from './bring-about.ts';
import { cleanUp } from './clean-up.ts';
import type { ManagedKind, ReconcilerDeps, SharedSpec } from './managed-kind.ts';
import { readIdentity } from './read-identity.ts';
import { createReporter } from './report.ts';

const finalizerName = 'balcao.dev/cleanup';

export interface Reconciler {
  reconcile: Reconcile;
  /** The status that tells of an error. */
  describeError(object: KubeObject, error: unknown): Outcome['status'];
}

export function createManagedReconciler<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  kind: ManagedKind<Spec, Wish, Remote>,
  deps: ReconcilerDeps,
): Reconciler {
  const type = resourceTypeOf(kind.resource);
  const fieldManager = `balcao-operator-${kind.resource.singular}-finalizer`;
  const finalizer: Finalizer = { cluster: deps.cluster, type, name: finalizerName, fieldManager };
  const reporter = createReporter(deps);

  return {
    describeError: reporter.failed,
    async reconcile({ key, object, signal }) {
      if (object === undefined) return void reporter.forget(key);
      if (isDeleting(object))
        return void (await cleanUp({ kind, deps, finalizer }, object, signal));
      const declared = declare(kind, object);
      // Before anything is made: what has no finalizer would be left behind.
      await addFinalizer(finalizer, object, signal);
      const shop = await deps.shops.of(object.metadata.namespace ?? '', signal);
      const wish = await kind.wish(declared, signal);
      const remote = await bringAbout({ kind, shop, declared, wish }, signal);
      const status = reporter.done(object, kind.health(remote), kind.status(remote, wish));
      return { status, requeueAfterMs: kind.lookAgainMs?.(declared, remote) };
    },
  };
}

/** Throws a `TerminalError`: an object that was stored under an older definition may be wrong by this one. */
function declare<Spec extends SharedSpec, Wish, Remote extends RemoteObject>(
  { resource, spec }: ManagedKind<Spec, Wish, Remote>,
  object: KubeObject,
): Declared<Spec> {
  const parsed = spec.safeParse(object.spec);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      ({ path, message }) => `spec.${path.join('.')}: ${message}`,
    );
    throw new TerminalError('Invalid', bounded(faults.join('; ')));
  }
  return {
    object,
    spec: parsed.data,
    id: readIdentity(object).id,
    managedBy: managedByOf(resource.kind, object),
    name: parsed.data.displayName ?? object.metadata.name,
  };
}
