/** A cluster in memory, as far as reconcilers look at one: objects, their finalizers and statuses. */
import type { ApplyCall, Cluster, Ref } from '../../services/operator/src/kube/cluster.ts';
import { type KubeObject, keyOf } from '../../services/operator/src/kube/kube-object.ts';
import type { ResourceType } from '../../services/operator/src/kube/resource-type.ts';

export interface MemoryCluster extends Cluster {
  /** Stores it as `kubectl apply` would: a new generation where there is one already. */
  put(kind: string, object: KubeObject): KubeObject;
  /** As `kubectl delete`: what has finalizers is marked. */
  mark(kind: string, key: string): void;
  find(kind: string, key: string): KubeObject | undefined;
}

export function createMemoryCluster(): MemoryCluster {
  const objects = new Map<string, KubeObject>();
  let version = 0;
  const at = (kind: string, key: string) => `${kind} ${key}`;

  function store(kind: string, object: KubeObject): KubeObject {
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const stored = { ...object, metadata };
    const isHeld = kind === 'Namespace' || (metadata.finalizers ?? []).length > 0;
    const isGone = Boolean(metadata.deletionTimestamp) && !isHeld;
    if (isGone) objects.delete(at(kind, keyOf(object)));
    else objects.set(at(kind, keyOf(object)), stored);
    return stored;
  }

  function known({ kind }: ResourceType, object: KubeObject): KubeObject {
    const found = objects.get(at(kind, keyOf(object)));
    if (found === undefined) throw new Error(`there is no ${kind} ${keyOf(object)}`);
    return found;
  }

  const refKey = ({ namespace, name }: Ref) => keyOf({ metadata: { namespace, name } });
  const never = () => {
    throw new Error('no reconciler does this');
  };

  return {
    put(kind, object) {
      const before = objects.get(at(kind, keyOf(object)));
      const uid = before?.metadata.uid ?? object.metadata.uid ?? crypto.randomUUID();
      const generation = (before?.metadata.generation ?? 0) + 1;
      const metadata = { ...before?.metadata, ...object.metadata, uid, generation };
      return store(kind, { ...before, ...object, metadata });
    },
    mark(kind, key) {
      const found = objects.get(at(kind, key));
      if (found === undefined) return;
      const metadata = { ...found.metadata, deletionTimestamp: new Date().toISOString() };
      store(kind, { ...found, metadata });
    },
    find: (kind, key) => objects.get(at(kind, key)),
    get: async ({ kind }, ref) => objects.get(at(kind, refKey(ref))),
    async list({ kind }, { namespace, labelSelector }) {
      const [label = '', value] = labelSelector?.split('=') ?? [];
      const items = [...objects].flatMap(([key, object]) => {
        const { labels, namespace: own } = object.metadata;
        const isMeant = own === namespace && (label === '' || labels?.[label] === value);
        return key.startsWith(`${kind} `) && isMeant ? [object] : [];
      });
      return { items, resourceVersion: String(version) };
    },
    async apply({ type, object }: ApplyCall) {
      const found = known(type, object);
      const { finalizers } = object.metadata;
      return store(type.kind, { ...found, metadata: { ...found.metadata, finalizers } });
    },
    async applyStatus({ type, object }: ApplyCall) {
      return store(type.kind, { ...known(type, object), status: object.status });
    },
    update: async (type, object) => store(type.kind, object),
    create: never,
    delete: never,
    watch: never,
  };
}
