/** What a clean-up needs of a spec, however wrong the rest of it is. */
import { id } from '@balcao/contracts/ids.ts';
import { z } from 'zod';
import type { KubeObject } from '../kube/kube-object.ts';

const identity = z.object({
  adoptId: id.optional().catch(undefined),
  deletionPolicy: z.enum(['Delete', 'Retain']).catch('Delete'),
});

/** The id in the service: that of what is taken over, else the object's own. */
export function readIdentity(object: KubeObject): {
  id: string;
  deletionPolicy: 'Delete' | 'Retain';
} {
  const { adoptId, deletionPolicy } = identity.parse(object.spec ?? {});
  return { id: adoptId ?? object.metadata.uid ?? '', deletionPolicy };
}
