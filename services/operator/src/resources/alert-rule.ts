/** AlertRule: what market-analyzer watches prices for. */

import { maxSymbols } from '@balcao/contracts/api/market.ts';
import {
  createRuleRequest,
  maxInhibitors,
  ruleState,
  ruleSymbolState,
} from '@balcao/contracts/api/market-rules.ts';
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { objectName } from './object-name.ts';
import {
  type CelRule,
  type ResourceDefinition,
  readyColumn,
  reasonColumn,
  sharedRules,
  sharedSpec,
  sharedStatus,
} from './resource.ts';

const { shape } = createRuleRequest;

export const alertRuleSpec = z.strictObject({
  ...sharedSpec,
  symbols: shape.symbols
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe('What it watches; each has a state and alerts of its own.'),
  condition: shape.condition.describe('When a price is worth an alert.'),
  forSeconds: shape.forSeconds.describe('How long that must hold before it fires.'),
  keepFiringForSeconds: shape.keepFiringForSeconds.describe(
    'How long it must not hold before the alert is resolved.',
  ),
  noDataSeconds: shape.noDataSeconds.describe('Without a price for longer, its state is no-data.'),
  severity: shape.severity.describe('How urgent its alerts are.'),
  labels: shape.labels.meta({ maxProperties: 20 }).describe('What its alerts are marked with.'),
  inhibitedBy: z
    .array(objectName)
    .max(maxInhibitors)
    .default([])
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(
      'Other AlertRules of the same namespace, by name: while an alert of one is firing, those of this one are not told.',
    ),
  inhibitedOn: shape.inhibitedOn.describe(
    'Whether an alert of those on any symbol inhibits, or one on the same symbol only.',
  ),
});
export type AlertRuleSpec = z.output<typeof alertRuleSpec>;

export const alertRuleStatus = z.strictObject({
  ...sharedStatus,
  state: ruleState.optional().describe('The most urgent state of its symbols.'),
  since: instant.optional().describe('Since when: for a firing rule, when its oldest alert began.'),
  firing: z.int().min(0).optional().describe('How many symbols have an alert.'),
  symbols: z
    .array(
      z.strictObject({
        symbol: ruleSymbolState.shape.symbol,
        state: ruleState,
        since: instant.optional(),
      }),
    )
    .max(maxSymbols)
    .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['symbol'] })
    .optional()
    .describe('Where it stands on each symbol.'),
});
export type AlertRuleStatus = z.output<typeof alertRuleStatus>;

/** What zod's refinements say of a rule, in CEL: see contracts/api/market-rules.ts. */
const refinements: readonly CelRule[] = [
  {
    rule: "!has(self.noDataSeconds) || self.condition.kind != 'absent'",
    message: 'noDataSeconds is not for a rule on absence: leave it out',
    fieldPath: '.noDataSeconds',
  },
  {
    rule: "self.condition.kind != 'threshold' || !has(self.condition.price) || !self.condition.price.matches('^[0-9]{1,8}([.][0-9]{1,8})?$') || (double(self.condition.price) > 0.0 && double(self.condition.price) <= 90000000.0)",
    message: 'condition.price must be above 0 and at most 90000000',
    fieldPath: '.condition.price',
  },
  {
    rule: '!has(self.condition.percent) || self.condition.percent * 10000.0 - double(int(self.condition.percent * 10000.0 + 0.00001)) < 0.0001',
    message: 'condition.percent has four decimals at most',
    fieldPath: '.condition.percent',
  },
  {
    rule: "!has(self.labels) || self.labels.all(key, key.matches('^[a-z][a-z0-9_]{0,39}$'))",
    message: 'a label is small letters, digits and _, 40 at most, and begins with a letter',
    fieldPath: '.labels',
  },
];

export const alertRule: ResourceDefinition = {
  kind: 'AlertRule',
  plural: 'alertrules',
  singular: 'alertrule',
  shortNames: ['rule', 'rules'],
  description: 'A rule on prices, which raises alerts.',
  spec: alertRuleSpec,
  status: alertRuleStatus,
  columns: [
    { name: 'Kind', type: 'string', jsonPath: '.spec.condition.kind' },
    { name: 'State', type: 'string', jsonPath: '.status.state' },
    { name: 'Since', type: 'date', jsonPath: '.status.since' },
    { name: 'Severity', type: 'string', jsonPath: '.spec.severity' },
    readyColumn,
    reasonColumn,
    { name: 'Symbols', type: 'string', jsonPath: '.spec.symbols', priority: 1 },
    { name: 'Firing', type: 'integer', jsonPath: '.status.firing', priority: 1 },
    { name: 'Suspended', type: 'boolean', jsonPath: '.spec.suspend', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  rules: [...sharedRules, ...refinements],
};
