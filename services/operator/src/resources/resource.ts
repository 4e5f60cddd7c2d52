/** What every custom resource of the shop has: its definition, the fields that all specs share, and conditions. */
import { instant } from '@balcao/contracts/dates.ts';
import { id } from '@balcao/contracts/ids.ts';
import { name } from '@balcao/contracts/text.ts';
import { z } from 'zod';

export const apiGroup = 'balcao.dev';
export const apiVersion = 'v1alpha1';

/** A rule in CEL, and what somebody who broke it is told. */
export interface CelRule {
  rule: string;
  message: string;
  /** Which field of the value that is judged is wrong, such as `.symbol`. */
  fieldPath?: string;
}

export interface PrinterColumn {
  name: string;
  jsonPath: string;
  type: 'string' | 'date' | 'integer' | 'boolean';
  /** Above 0: only by `kubectl get -o wide`. */
  priority?: number;
  description?: string;
}

export interface ResourceDefinition {
  kind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  /** One sentence, for `kubectl explain`. */
  description: string;
  spec: z.ZodObject;
  status: z.ZodObject;
  columns: readonly PrinterColumn[];
  /** Of `metadata.name`, where names are made of it. Default 63. */
  maxNameLength?: number;
  /** About the spec; `oldSelf` makes one a rule on changes. */
  rules: readonly CelRule[];
}

/** Spread into a spec. */
export const sharedSpec = {
  displayName: name
    .optional()
    .describe("What the shop's pages call it; the object's own name where it is left out."),
  suspend: z
    .boolean()
    .default(false)
    .describe('While true it stays in the service, but does nothing there.'),
  deletionPolicy: z
    .enum(['Delete', 'Retain'])
    .default('Delete')
    .describe('What becomes of it in the service when this object is deleted.'),
  adoptId: id
    .optional()
    .describe(
      'The id of one that the service has already, which is taken over; a new one is made where it is left out.',
    ),
};

const sameAdoption =
  'has(self.adoptId) == has(oldSelf.adoptId) && (!has(self.adoptId) || self.adoptId == oldSelf.adoptId)';

export const sharedRules: readonly CelRule[] = [
  {
    rule: sameAdoption,
    message: 'adoptId cannot be changed: delete the object and make another',
    fieldPath: '.adoptId',
  },
];

const condition = z.strictObject({
  type: z.string().max(316),
  status: z.enum(['True', 'False', 'Unknown']),
  observedGeneration: z.int().min(0),
  lastTransitionTime: instant,
  reason: z.string().min(1).max(1_024),
  message: z.string().max(2_000),
});

const maxConditions = 8;

/** Spread into every status. */
export const conditionsStatus = {
  observedGeneration: z.int().min(0).optional().describe('The generation that was last looked at.'),
  conditions: z
    .array(condition)
    .max(maxConditions)
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'] })
    .optional(),
};

/** Spread into the status of what is kept in a service. */
export const sharedStatus = {
  ...conditionsStatus,
  id: id.optional().describe('What the service calls it.'),
};

export const readyColumn: PrinterColumn = {
  name: 'Ready',
  type: 'string',
  jsonPath: '.status.conditions[?(@.type=="Ready")].status',
};
export const reasonColumn: PrinterColumn = {
  name: 'Reason',
  type: 'string',
  jsonPath: '.status.conditions[?(@.type=="Ready")].reason',
  priority: 1,
};
