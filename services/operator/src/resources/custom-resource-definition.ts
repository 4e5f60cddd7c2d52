/** The CustomResourceDefinition of a resource, as it is applied to a cluster. */
import { apiGroup, apiVersion, type CelRule, type ResourceDefinition } from './resource.ts';
import { type Structural, structuralSchema } from './structural-schema.ts';

/** So that `kubernetes:<namespace>/<kind>/<name>` and names made of it stay short. */
const longestName = 63;

const rootRules = (maxNameLength: number): CelRule[] => [
  {
    rule: `self.metadata.name.size() <= ${maxNameLength}`,
    message: `metadata.name has at most ${maxNameLength} characters`,
  },
];

/** Helm keeps it when the chart goes: with it, all objects of its kind would go. */
export function customResourceDefinition(resource: ResourceDefinition): object {
  const { kind, plural, singular, shortNames } = resource;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${apiGroup}`,
      annotations: { 'helm.sh/resource-policy': 'keep' },
      labels: { 'app.kubernetes.io/part-of': 'balcao' },
    },
    spec: {
      group: apiGroup,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular,
        shortNames,
        categories: ['balcao'],
      },
      versions: [
        {
          name: apiVersion,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: resource.columns,
          schema: { openAPIV3Schema: schemaOf(resource) },
        },
      ],
    },
  };
}

function schemaOf(resource: ResourceDefinition): Structural {
  const { description, spec, status, rules, maxNameLength = longestName } = resource;
  const text: Structural = { type: 'string' };
  return {
    type: 'object',
    description,
    required: ['spec'],
    properties: {
      apiVersion: text,
      kind: text,
      metadata: { type: 'object' },
      spec: { ...structuralSchema(spec), 'x-kubernetes-validations': [...rules] },
      status: structuralSchema(status),
    },
    'x-kubernetes-validations': rootRules(maxNameLength),
  };
}
