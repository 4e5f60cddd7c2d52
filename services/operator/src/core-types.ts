/** Kinds of Kubernetes itself that reconcilers read. */
import type { ResourceType } from './kube/resource-type.ts';
import { apiGroup, apiVersion, type ResourceDefinition } from './resources/resource.ts';

export const secrets: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  isNamespaced: true,
};

export const namespaces: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  isNamespaced: false,
};

/** Where the API server keeps the objects of one of ours. */
export function resourceTypeOf({
  kind,
  plural,
}: Pick<ResourceDefinition, 'kind' | 'plural'>): ResourceType {
  return { group: apiGroup, version: apiVersion, kind, plural, isNamespaced: true };
}
