/** An object as the API server sends it: what all kinds have is checked, the rest is for its reconciler to parse. */
import { z } from 'zod';

const ownerReference = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
  blockOwnerDeletion: z.boolean().optional(),
});

const objectMeta = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.int().optional(),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().nullish(),
  finalizers: z.array(z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  ownerReferences: z.array(ownerReference).optional(),
});

/**
 * Loose on purpose: an object that was stored under an older schema has to reach its reconciler, which says in
 * the status what is wrong with it, and must not stop the watch of all others.
 */
export const kubeObject = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: objectMeta,
});

export type KubeObject = z.output<typeof kubeObject>;
export type ObjectMeta = KubeObject['metadata'];

/** `namespace/name`, or `name` where there is no namespace: the name of an object in caches and queues. */
export function keyOf({ metadata: { namespace, name } }: Pick<KubeObject, 'metadata'>): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}
