/** A breakdown as it is kept, and what it says about yields beside what was expected. */
import type {
  Breakdown,
  BreakdownCostKey,
  BreakdownOutput,
  BreakdownTemplate,
} from '@balcao/contracts/api/breakdowns.ts';
import { basisPointsOf } from './breakdown-rules.ts';

/** A cut; or what was expected and did not come out, with nothing and no lot. */
export type KeptOutput = Omit<BreakdownOutput, 'yieldBasisPoints' | 'deviationBasisPoints'>;

export interface KeptBreakdown {
  id: string;
  templateId: string | null;
  inputProductId: string;
  inputLotId: string;
  supplierId: string | null;
  quantityMilli: number;
  costMinor: number;
  costKey: BreakdownCostKey;
  outputs: KeptOutput[];
  lossMilli: number;
  expectedLossBasisPoints: number | null;
  note: string | null;
  createdBy: string;
  occurredAt: string;
  businessDate: string;
  reversedBy: string | null;
  reversedAt: string | null;
}

/** The cuts beside what the template expects of each, and after them what it expected and nobody cut. */
export function besideExpected(
  cuts: Omit<KeptOutput, 'expectedBasisPoints'>[],
  expected: BreakdownTemplate['outputs'],
): KeptOutput[] {
  const shares = new Map(expected.map((one) => [one.productId, one.expectedBasisPoints]));
  const made = new Set(cuts.map(({ productId }) => productId));
  const missing = expected.filter(({ productId }) => !made.has(productId));
  return [
    ...cuts.map((cut) => ({ ...cut, expectedBasisPoints: shares.get(cut.productId) ?? null })),
    ...missing.map((one) => ({ ...nothing, ...one })),
  ];
}

const nothing = {
  lotId: null,
  quantityMilli: 0,
  weightMilli: 0,
  costMinor: 0,
  salePriceMinor: null,
  expiresOn: null,
};

/** With its yields: shares of the input's weight, and how far they are from what the template expected then. */
export function toBreakdown(kept: KeptBreakdown): Breakdown {
  const lossBasisPoints = basisPointsOf(kept.lossMilli, kept.quantityMilli);
  return {
    ...kept,
    status: kept.reversedAt === null ? 'done' : 'reversed',
    outputs: kept.outputs.map((output) => {
      const yieldBasisPoints = basisPointsOf(output.weightMilli, kept.quantityMilli);
      const deviationBasisPoints = deviationOf(yieldBasisPoints, output.expectedBasisPoints);
      return { ...output, yieldBasisPoints, deviationBasisPoints };
    }),
    lossBasisPoints,
    lossDeviationBasisPoints: deviationOf(lossBasisPoints, kept.expectedLossBasisPoints),
  };
}

function deviationOf(actual: number, expected: number | null): number | null {
  return expected === null ? null : actual - expected;
}
