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

/** Only those that the operator has made are watched: a cluster may have many others. */
export const jobs: ResourceType = {
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  isNamespaced: true,
  labelSelector: 'balcao.dev/job',
};

export const pods: ResourceType = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  isNamespaced: true,
};

export const deployments: ResourceType = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  isNamespaced: true,
};

/** Where the API server keeps the objects of one of ours. */
export function resourceTypeOf({
  kind,
  plural,
}: Pick<ResourceDefinition, 'kind' | 'plural'>): ResourceType {
  return { group: apiGroup, version: apiVersion, kind, plural, isNamespaced: true };
}
