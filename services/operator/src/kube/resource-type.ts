/** Which kind of object is meant, and where the API server keeps it. */

export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  kind: string;
  /** As in the path: `pricefeeds`. */
  plural: string;
  isNamespaced: boolean;
  /** Which objects are watched; all where it is left out. */
  labelSelector?: string;
}

export interface Place {
  namespace?: string | undefined;
  name?: string | undefined;
  subresource?: 'status' | undefined;
}

/** `balcao.dev/v1alpha1`, or `v1` for the core group: what an object says in `apiVersion`. */
export function apiVersionOf({ group, version }: ResourceType): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The path of a collection, of all namespaces where none is named, or of one object in it. */
export function pathOf(type: ResourceType, { namespace, name, subresource }: Place = {}): string {
  const root = type.group === '' ? `/api/${type.version}` : `/apis/${apiVersionOf(type)}`;
  const parts = [
    root,
    ...(type.isNamespaced && namespace !== undefined ? ['namespaces', encode(namespace)] : []),
    type.plural,
    ...(name === undefined ? [] : [encode(name)]),
    ...(subresource === undefined ? [] : [subresource]),
  ];
  return parts.join('/');
}

/** A name from an object is data: `..` or `a/b` must not lead elsewhere. */
function encode(segment: string): string {
  if (/^\.{0,2}$/.test(segment)) throw new Error(`"${segment}" is no name of an object`);
  return encodeURIComponent(segment);
}

export const leases: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  isNamespaced: true,
};

export const events: ResourceType = {
  group: 'events.k8s.io',
  version: 'v1',
  kind: 'Event',
  plural: 'events',
  isNamespaced: true,
};
