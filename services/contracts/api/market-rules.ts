/** Rules on prices over the API: what is watched, how patiently, and where each symbol stands. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { managedBy, wantedManagedBy } from '../managed-by.ts';
import { page, pageParameters } from '../page.ts';
import { severity } from '../severity.ts';
import { name, text } from '../text.ts';
import { version } from '../version.ts';
import { maxSymbols, symbol } from './market.ts';

const yearSeconds = 366 * 86_400;
const seconds = z.int().min(0).max(yearSeconds);
const windowSeconds = z.int().min(1).max(yearSeconds);
const percent = z
  .number()
  .min(0)
  .max(100_000)
  .refine((value) => Number(value.toFixed(4)) === value, 'four decimals at most');
const upOrDown = z.enum(['up', 'down', 'either']);
const belowOrAbove = z.enum(['below', 'above']);
/** Fewer quotes in the window are no mean to compare with. */
const minQuotes = z.int().min(1).max(10_000).default(10);

const maxLimit = 90_000_000;
/** Rules reckon with eight decimals, exactly. */
const limitPrice = z
  .string()
  .regex(/^(0|[1-9]\d{0,7})(\.\d{1,8})?$/, 'a decimal such as 5.4258, with eight decimals at most')
  .refine(
    (price) => Number(price) > 0 && Number(price) <= maxLimit,
    `above 0, at most ${maxLimit}`,
  );

/** A window holds the quotes before the one that is judged, up to exactly as old as the window is long. */
export const ruleCondition = z.discriminatedUnion('kind', [
  /** More than `percent` above the lowest (up) or below the highest (down) price of the window. */
  z.strictObject({ kind: z.literal('change'), direction: upOrDown, percent, windowSeconds }),
  /** Below or above the mean of the window. */
  z.strictObject({ kind: z.literal('mean'), direction: belowOrAbove, windowSeconds, minQuotes }),
  /** More than `percent` away from the mean of the window. */
  z.strictObject({
    kind: z.literal('deviation'),
    direction: upOrDown,
    percent,
    windowSeconds,
    minQuotes,
  }),
  z.strictObject({
    kind: z.literal('threshold'),
    direction: belowOrAbove,
    price: limitPrice,
  }),
  /** No quote for longer than this. */
  z.strictObject({ kind: z.literal('absent'), afterSeconds: windowSeconds }),
]);
export type RuleCondition = z.infer<typeof ruleCondition>;

const maxLabels = 20;
/** What the shop calls its alerts by: silences and messages go by them. */
export const labels = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits and _, 40 at most'),
    text(120),
  )
  .refine((all) => Object.keys(all).length <= maxLabels, `at most ${maxLabels} labels`);
export type Labels = z.infer<typeof labels>;

export const maxInhibitors = 10;
/** Whose alerts inhibit: those on any symbol, or those on the alert's own. */
export const inhibitedOn = z.enum(['any-symbol', 'same-symbol']);
export type InhibitedOn = z.infer<typeof inhibitedOn>;

const fields = {
  name,
  symbols: z
    .array(symbol)
    .min(1)
    .max(maxSymbols)
    .refine((all) => new Set(all).size === all.length, 'each symbol once'),
  condition: ruleCondition,
  /** How long the condition must hold without a break before the rule fires. */
  forSeconds: seconds.default(0),
  /** How long it must not hold before the alert is resolved. */
  keepFiringForSeconds: seconds.default(0),
  /** Without a quote for longer than this the state is `no-data`; null: never. */
  noDataSeconds: windowSeconds.nullable().default(null),
  severity: severity.default('warning'),
  labels: labels.default({}),
  /** While an alert of one of these other rules is firing, those of this one are not told. */
  inhibitedBy: z
    .array(id)
    .max(maxInhibitors)
    .refine((all) => new Set(all).size === all.length, 'each rule once')
    .default([]),
  inhibitedOn: inhibitedOn.default('any-symbol'),
  managedBy: wantedManagedBy,
};

const hasOneAbsence = ({
  condition,
  noDataSeconds,
}: {
  condition: RuleCondition;
  noDataSeconds: number | null;
}) => condition.kind !== 'absent' || noDataSeconds === null;
const oneAbsence = { path: ['noDataSeconds'], message: 'not for a rule on absence' };

export const createRuleRequest = z
  .strictObject({ id: id.optional(), ...fields, active: z.boolean().default(true) })
  .refine(hasOneAbsence, oneAbsence);
export type CreateRuleRequest = z.infer<typeof createRuleRequest>;

export const updateRuleRequest = z
  .strictObject({ ...fields, active: z.boolean() })
  .refine(hasOneAbsence, oneAbsence);
export type UpdateRuleRequest = z.infer<typeof updateRuleRequest>;

export const ruleState = z.enum(['normal', 'pending', 'firing', 'recovering', 'no-data', 'error']);
export type RuleState = z.infer<typeof ruleState>;

/** Where a rule stands on one symbol. */
export const ruleSymbolState = z.object({
  symbol,
  state: ruleState,
  /** Since when the condition holds (pending) or does not (recovering). */
  since: instant.nullable(),
  /** When the open alert began. */
  startedAt: instant.nullable(),
});
export type RuleSymbolState = z.infer<typeof ruleSymbolState>;

export const rule = z.object({
  id,
  name: z.string(),
  symbols: z.array(symbol),
  condition: ruleCondition,
  forSeconds: z.int(),
  keepFiringForSeconds: z.int(),
  noDataSeconds: z.int().nullable(),
  severity,
  labels,
  /** Ids of rules; one that is deleted is in it no more. */
  inhibitedBy: z.array(id).default([]),
  inhibitedOn: inhibitedOn.default('any-symbol'),
  active: z.boolean(),
  /** In the order of `symbols`. */
  states: z.array(ruleSymbolState),
  managedBy: managedBy.nullable(),
  version,
});
export type Rule = z.infer<typeof rule>;

export const ruleListQuery = z.strictObject(pageParameters);
export type RuleListQuery = z.infer<typeof ruleListQuery>;

export const rulePage = page(rule);
export type RulePage = z.infer<typeof rulePage>;
