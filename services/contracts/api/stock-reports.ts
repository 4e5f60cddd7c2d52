/** The reports of inventory: what was lost and why, and what carcasses yielded. Thousandths, basis points and centavos. */
import { z } from 'zod';
import { businessDate, daysBetween, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { unit } from '../unit.ts';
import { wasteReasons } from './inventory.ts';

const maxReportDays = 366;

const range = { from: businessDate, to: businessDate };
const isShort = ({ from, to }: { from: string; to: string }) =>
  daysBetween(from, to) < maxReportDays;
const ordered = { path: ['to'], message: 'must not be before from' };
const short = { path: ['to'], message: `at most ${maxReportDays} days` };

export const shrinkageQuery = z
  .strictObject(range)
  .refine(isOrderedRange, ordered)
  .refine(isShort, short);
export type ShrinkageQuery = z.infer<typeof shrinkageQuery>;

/**
 * Why stock shrank: a waste's reason; `adjustment`, a correction by hand; `count`, what a count missed or found;
 * `refund`, what came back and was thrown away; `breakdown_loss`, what a breakdown left over, which costs nothing.
 */
export const shrinkageReasons = [
  ...wasteReasons,
  'refund',
  'adjustment',
  'count',
  'breakdown_loss',
] as const;
export const shrinkageReason = z.enum(shrinkageReasons);
export type ShrinkageReason = z.infer<typeof shrinkageReason>;

/** Lost is above zero; where more was found than lost, it is below. Ordered by cost, the dearest first. */
export const shrinkageReport = z.object({
  from: businessDate,
  to: businessDate,
  costMinor: z.int(),
  byReason: z.array(z.object({ reason: shrinkageReason, costMinor: z.int() })),
  items: z.array(
    z.object({
      reason: shrinkageReason,
      productId: id,
      name: z.string(),
      unit,
      quantityMilli: z.int(),
      costMinor: z.int(),
    }),
  ),
});
export type ShrinkageReport = z.infer<typeof shrinkageReport>;

export const yieldQuery = z
  .strictObject({
    ...range,
    groupBy: z.enum(['supplier', 'template']).default('supplier'),
    interval: z.enum(['day', 'week', 'month']).default('month'),
    inputProductId: id.optional(),
  })
  .refine(isOrderedRange, ordered)
  .refine(isShort, short);
export type YieldQuery = z.infer<typeof yieldQuery>;

/** One product that a supplier's (or a template's) lots of one input product gave in one period. */
const yieldedOutput = z.object({
  productId: id,
  name: z.string(),
  weightMilli: z.int(),
  costMinor: z.int(),
  yieldBasisPoints: z.int(),
  /** By the templates used, weighted by input; null unless all of these breakdowns had one that names it. */
  expectedBasisPoints: z.int().nullable(),
  deviationBasisPoints: z.int().nullable(),
});

/** Reversed breakdowns are left out. */
export const yieldReport = z.object({
  from: businessDate,
  to: businessDate,
  groups: z.array(
    z.object({
      /** The supplier or the template; null for breakdowns without one. */
      id: id.nullable(),
      name: z.string().nullable(),
      inputProductId: id,
      inputName: z.string(),
      periods: z.array(
        z.object({
          /** The first day of the day, week (from Monday) or month. */
          startsOn: businessDate,
          breakdownCount: z.int(),
          inputMilli: z.int(),
          outputMilli: z.int(),
          lossMilli: z.int(),
          costMinor: z.int(),
          yieldBasisPoints: z.int(),
          outputs: z.array(yieldedOutput),
        }),
      ),
    }),
  ),
});
export type YieldReport = z.infer<typeof yieldReport>;
