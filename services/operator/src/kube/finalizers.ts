/** A finalizer of ours on an object: put on before anything is made outside, taken off when all of it is gone. */
import type { Cluster } from './cluster.ts';
import type { KubeObject } from './kube-object.ts';
import { apiVersionOf, type ResourceType } from './resource-type.ts';

export interface Finalizer {
  cluster: Cluster;
  type: ResourceType;
  /** Such as `balcao.dev/clean-up`. */
  name: string;
  /** Of its own: what one manager applies no longer is taken away, so nothing else may be applied under it. */
  fieldManager: string;
}

export const hasFinalizer = ({ metadata }: KubeObject, name: string): boolean =>
  metadata.finalizers?.includes(name) === true;

export const isDeleting = ({ metadata }: KubeObject): boolean =>
  typeof metadata.deletionTimestamp === 'string';

/** Puts it on where it is not; an object that is being deleted takes none, and is left alone. */
export async function addFinalizer(
  { cluster, type, name, fieldManager }: Finalizer,
  object: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  if (isDeleting(object) || hasFinalizer(object, name)) return;
  await cluster.apply(
    { type, object: claim(type, object, [name]), options: { fieldManager } },
    signal,
  );
}

/**
 * Takes it off, after the clean-up. Others' finalizers stay. An object that has gone meanwhile is what was wanted.
 * Somebody may have put it on by hand, under another manager: then applying nothing would not take it off.
 */
export async function removeFinalizer(
  { cluster, type, name }: Finalizer,
  object: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, name: of, uid } = object.metadata;
  const now = await cluster.get(type, { namespace, name: of }, signal);
  if (now === undefined || now.metadata.uid !== uid || !hasFinalizer(now, name)) return;
  const finalizers = now.metadata.finalizers?.filter((one) => one !== name) ?? [];
  await cluster.update(type, { ...now, metadata: { ...now.metadata, finalizers } }, signal);
}

/** With the uid, so that it never makes an object that has just gone. */
function claim(type: ResourceType, { metadata }: KubeObject, finalizers: string[]): KubeObject {
  const { namespace, name, uid } = metadata;
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: { namespace, name, uid, finalizers },
  };
}
