/** The mark on what is managed from here, and the way back from it: `kubernetes:<namespace>/<kind>/<name>`. */
import type { KubeObject } from './kube/kube-object.ts';

const system = 'kubernetes:';

export function managedByOf(kind: string, { metadata }: Pick<KubeObject, 'metadata'>): string {
  return `${system}${metadata.namespace}/${kind}/${metadata.name}`;
}

export interface Managed {
  kind: string;
  /** `namespace/name`. */
  key: string;
}

/** Undefined for a mark of another system. */
export function readManagedBy(text: string): Managed | undefined {
  if (!text.startsWith(system)) return undefined;
  const [namespace, kind, name] = text.slice(system.length).split('/');
  if (namespace === undefined || kind === undefined || name === undefined) return undefined;
  return { kind, key: `${namespace}/${name}` };
}
