/**
 * The API of breakdowns (desossa): one carcass or primal cut goes out, its cuts come in, and the rest is loss.
 * Weights in grams (thousandths of a kilogram), shares in basis points (10,000 = all of the input), money in centavos.
 */
import { z } from 'zod';
import { quantityMilli, unitPriceMinor } from '../amount-minor.ts';
import { businessDate, dateRangeParameters, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { maxQuantityMilli, wholeBasisPoints } from '../money.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean } from '../query.ts';
import { description, name } from '../text.ts';
import { version } from '../version.ts';

/** What the input's cost is split by: the cuts' weight, or what they would sell for. */
export const breakdownCostKeys = ['weight', 'weight_price'] as const;
export const breakdownCostKey = z.enum(breakdownCostKeys);
export type BreakdownCostKey = z.infer<typeof breakdownCostKey>;

/** Far above the cuts of a carcass. */
export const maxBreakdownOutputs = 100;

const share = (min: number) => z.int().min(min).max(wholeBasisPoints);

const distinctProducts = (outputs: readonly { productId: string }[]): boolean =>
  new Set(outputs.map(({ productId }) => productId)).size === outputs.length;
const eachOnce = { message: 'each product at most once' };

const templateOutputs = z
  .array(z.strictObject({ productId: id, expectedBasisPoints: share(1) }))
  .min(1)
  .max(maxBreakdownOutputs)
  .refine(distinctProducts, eachOnce);

const templateFields = {
  name,
  inputProductId: id,
  costKey: breakdownCostKey.default('weight'),
  outputs: templateOutputs,
  /** With the outputs' shares it makes 10,000; left out, it is what they leave. */
  expectedLossBasisPoints: share(0).optional(),
};

interface Shares {
  outputs: readonly { productId: string; expectedBasisPoints: number }[];
  inputProductId: string;
  expectedLossBasisPoints?: number | undefined;
}

/** The share that a template's outputs leave; below zero where they are more than the whole. */
export const restBasisPoints = ({ outputs }: Pick<Shares, 'outputs'>): number =>
  outputs.reduce((rest, output) => rest - output.expectedBasisPoints, wholeBasisPoints);

const addsUp = (template: Shares): boolean => {
  const rest = restBasisPoints(template);
  return rest >= 0 && (template.expectedLossBasisPoints ?? rest) === rest;
};
const wholeShares = {
  path: ['expectedLossBasisPoints'],
  message: 'outputs and loss must make 10000 basis points',
};

const isNoOutput = ({ outputs, inputProductId }: Shares): boolean =>
  outputs.every(({ productId }) => productId !== inputProductId);
const inputApart = { path: ['inputProductId'], message: 'must not be one of the outputs' };

export const createBreakdownTemplateRequest = z
  .strictObject({ id: id.optional(), ...templateFields, active: z.boolean().default(true) })
  .refine(isNoOutput, inputApart)
  .refine(addsUp, wholeShares);
export type CreateBreakdownTemplateRequest = z.infer<typeof createBreakdownTemplateRequest>;

/** Replaces the template that has the version in `If-Match`; breakdowns made by it keep what was expected then. */
export const updateBreakdownTemplateRequest = z
  .strictObject({ ...templateFields, active: z.boolean() })
  .refine(isNoOutput, inputApart)
  .refine(addsUp, wholeShares);
export type UpdateBreakdownTemplateRequest = z.infer<typeof updateBreakdownTemplateRequest>;

export const breakdownTemplate = z.object({
  id,
  name: z.string(),
  inputProductId: id,
  costKey: breakdownCostKey,
  outputs: z.array(z.object({ productId: id, expectedBasisPoints: z.int() })),
  expectedLossBasisPoints: z.int(),
  active: z.boolean(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type BreakdownTemplate = z.infer<typeof breakdownTemplate>;

export const breakdownTemplateListQuery = z.strictObject({
  ...pageParameters,
  inputProductId: id.optional(),
  active: queryBoolean.optional(),
});
export type BreakdownTemplateListQuery = z.infer<typeof breakdownTemplateListQuery>;

export const breakdownTemplatePage = page(breakdownTemplate);
export type BreakdownTemplatePage = z.infer<typeof breakdownTemplatePage>;

const requestedOutput = z.strictObject({
  productId: id,
  quantityMilli,
  /** What pieces weigh together: needed for a product by the piece, refused for one by weight. */
  weightMilli: quantityMilli.optional(),
  /** Left out: the input lot's. */
  expiresOn: businessDate.optional(),
  /** Of one kilogram or piece, for `weight_price`; left out: the catalogue's. */
  salePriceMinor: unitPriceMinor.optional(),
});

/** The input is one lot: the one named, or, of a product, the first to expire that holds all of `quantityMilli`. */
export const createBreakdownRequest = z
  .strictObject({
    id: id.optional(),
    inputLotId: id.optional(),
    inputProductId: id.optional(),
    quantityMilli,
    outputs: z
      .array(requestedOutput)
      .min(1)
      .max(maxBreakdownOutputs)
      .refine(distinctProducts, eachOnce),
    /** Left out: what the outputs leave of the input. Given, the weights must balance to the gram. */
    lossMilli: z.int().min(0).max(maxQuantityMilli).optional(),
    templateId: id.optional(),
    /** Left out: the template's, else `weight`. */
    costKey: breakdownCostKey.optional(),
    note: description.optional(),
  })
  .refine(({ inputLotId, inputProductId }) => (inputLotId ?? inputProductId) !== undefined, {
    path: ['inputLotId'],
    message: 'name the lot, or a product in inputProductId',
  })
  .refine(
    ({ inputLotId, inputProductId }) => inputLotId === undefined || inputProductId === undefined,
    { path: ['inputProductId'], message: 'name the lot or the product, not both' },
  );
export type CreateBreakdownRequest = z.infer<typeof createBreakdownRequest>;

/** A cut, or one that the template expected and that did not come out: zero in all, without a lot. */
export const breakdownOutput = z.object({
  productId: id,
  /** Its lot; the lot's parent is the input's. */
  lotId: id.nullable(),
  quantityMilli: z.int().min(0),
  weightMilli: z.int().min(0),
  costMinor: z.int().min(0),
  /** What it was valued at; null where the cost was split by weight. */
  salePriceMinor: z.int().min(0).nullable(),
  expiresOn: businessDate.nullable(),
  /** Its share of the input's weight. */
  yieldBasisPoints: z.int().min(0),
  /** By the template; null for an output that it does not name, and without a template. */
  expectedBasisPoints: z.int().nullable(),
  /** Yield less expected. */
  deviationBasisPoints: z.int().nullable(),
});
export type BreakdownOutput = z.infer<typeof breakdownOutput>;

export const breakdown = z.object({
  id,
  status: z.enum(['done', 'reversed']),
  templateId: id.nullable(),
  inputProductId: id,
  inputLotId: id,
  supplierId: id.nullable(),
  quantityMilli: z.int(),
  /** What the input cost: the sum of what the outputs cost. The loss costs nothing of its own. */
  costMinor: z.int().min(0),
  costKey: breakdownCostKey,
  outputs: z.array(breakdownOutput),
  lossMilli: z.int().min(0),
  lossBasisPoints: z.int().min(0),
  expectedLossBasisPoints: z.int().nullable(),
  lossDeviationBasisPoints: z.int().nullable(),
  note: z.string().nullable(),
  createdBy: id,
  occurredAt: instant,
  businessDate,
  reversedBy: id.nullable(),
  reversedAt: instant.nullable(),
});
export type Breakdown = z.infer<typeof breakdown>;

export const breakdownListQuery = z
  .strictObject({
    ...pageParameters,
    ...dateRangeParameters,
    inputProductId: id.optional(),
    inputLotId: id.optional(),
    templateId: id.optional(),
    supplierId: id.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type BreakdownListQuery = z.infer<typeof breakdownListQuery>;

export const breakdownPage = page(breakdown);
export type BreakdownPage = z.infer<typeof breakdownPage>;

export const reverseBreakdownRequest = z.strictObject({ note: description.optional() });
export type ReverseBreakdownRequest = z.infer<typeof reverseBreakdownRequest>;
