/** What an object names by the name of another one of its kind and namespace. */
import { z } from 'zod';
import { isDeleting } from '../kube/finalizers.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { ReconcilerDeps } from './managed-kind.ts';

const withId = z.object({ id: z.string() });

/** The service's id of an object; undefined while the service lacks it. */
export const idOf = ({ status }: KubeObject): string | undefined =>
  withId.safeParse(status).data?.id;

interface Named {
  /** Not where it is being deleted: the service is about to lose it. */
  exists: boolean;
  /** In the service; undefined while that lacks it. */
  id: string | undefined;
}

export function findNamed(
  { store }: Pick<ReconcilerDeps, 'store'>,
  { metadata: { namespace } }: KubeObject,
  name: string,
): Named {
  const found = store.get(`${namespace}/${name}`);
  if (found === undefined || isDeleting(found)) return { exists: false, id: undefined };
  return { exists: true, id: idOf(found) };
}

/** For people, of one without an id. */
export const whyMissing = ({ exists }: Named): string =>
  exists ? 'is not in the shop yet' : 'does not exist';
