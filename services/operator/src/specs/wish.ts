/** Pure: what a declaration wants of the service, held against what the service has. */
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../kube/kube-object.ts';

/** An object of the cluster whose spec has been read. */
export interface Declared<Spec> {
  object: KubeObject;
  spec: Spec;
  /** In the service: that of the object, or of what it takes over. */
  id: string;
  managedBy: string;
  /** For people. */
  name: string;
}

/** Whether all that is wished is so; what the service has beside is its own. */
export function isAsWished(remote: object, wish: object): boolean {
  const has = new Map(Object.entries(remote));
  return Object.entries(wish).every(([key, value]) => isDeepStrictEqual(has.get(key), value));
}

/**
 * A body as it is sent: without those of its later fields that say what is so without them, since a shop of a version
 * before them refuses what it does not know.
 */
export const withoutDefaults = (body: object, laterFields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(body).filter(
      ([key, value]) => !(key in laterFields && isDeepStrictEqual(value, laterFields[key])),
    ),
  );

/** Without what is null or undefined: a status has no such fields. */
export function present<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [K in keyof Fields]?: NonNullable<Fields[K]> } {
  return Object.assign(
    {},
    ...Object.entries(fields)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => ({ [key]: value })),
  );
}

/** Whether it works, beside being in the service as declared. */
export interface Health {
  status: 'True' | 'False';
  reason: string;
  message: string;
}

/** What is told of anything that was suspended. */
export const suspended: Health = {
  status: 'True',
  reason: 'Suspended',
  message: 'It rests until spec.suspend is false.',
};

/** As much of a text as a status keeps. */
export const bounded = (text: string, maxLength = 500): string =>
  text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
