/** A breakdown as it is typed, and the way to what the API takes. Thousandths and centavos. */
import type { BreakdownCostKey, CreateBreakdownRequest } from '@balcao/contracts/api/breakdowns.ts';
import type { Lot } from '@balcao/contracts/api/lots.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';
import type { TypedCut } from './breakdown-balance.ts';

export interface TypedBreakdown {
  templateId: string;
  input: { id: string; name: string } | null;
  lot: Lot | null;
  inputMilli: number | null;
  lossMilli: number | null;
  costKey: BreakdownCostKey;
  cuts: readonly TypedCut[];
}

export const freshBreakdown: TypedBreakdown = {
  templateId: '',
  input: null,
  lot: null,
  inputMilli: null,
  lossMilli: null,
  costKey: 'weight',
  cuts: [],
};

/** What the weighed part of the lot costs; 0 until the lot and the weight are there. */
export function inputCostMinor({ lot, inputMilli }: TypedBreakdown): number {
  if (lot === null || inputMilli === null || lot.onHandMilli === 0) return 0;
  return multiplyDivide(lot.valueMinor, Math.min(inputMilli, lot.onHandMilli), lot.onHandMilli);
}

/** Null where the lot, the weight or a cut is missing; a cut that was not weighed did not come out. */
export function breakdownRequestOf(typed: TypedBreakdown): CreateBreakdownRequest | null {
  const { lot, inputMilli, costKey, templateId, lossMilli } = typed;
  const outputs = typed.cuts.flatMap(({ product, quantityMilli, weightMilli }) =>
    quantityMilli === null
      ? []
      : [
          {
            productId: product.id,
            quantityMilli,
            weightMilli: product.unit === 'un' ? (weightMilli ?? undefined) : undefined,
          },
        ],
  );
  if (lot === null || inputMilli === null || outputs.length === 0) return null;
  return {
    inputLotId: lot.id,
    quantityMilli: inputMilli,
    outputs,
    lossMilli: lossMilli ?? 0,
    costKey,
    templateId: templateId || undefined,
  };
}
