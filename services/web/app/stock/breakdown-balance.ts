/** A breakdown while it is weighed: what is missing to the gram, what each cut yields and costs. Thousandths, centavos. */
import type { BreakdownCostKey } from '@balcao/contracts/api/breakdowns.ts';
import {
  lineTotalMinor,
  multiplyDivide,
  splitMinor,
  wholeBasisPoints,
} from '@balcao/contracts/money.ts';
import type { Unit } from '@balcao/contracts/unit.ts';

export interface TypedCut {
  product: { id: string; name: string; unit: Unit; priceMinor: number };
  quantityMilli: number | null;
  /** What pieces weigh together; a product by weight weighs its quantity. */
  weightMilli: number | null;
  /** By the template; null where it does not name the cut. */
  expectedBasisPoints: number | null;
}

export interface CutBalance {
  yieldBasisPoints: number | null;
  deviationBasisPoints: number | null;
  /** Its share of the input's cost; null while nothing can be split. */
  costMinor: number | null;
}

export interface Balance {
  cutsMilli: number;
  /** Input less cuts and loss: zero when it balances. */
  differenceMilli: number;
  cuts: CutBalance[];
}

interface Weighed {
  inputMilli: number;
  lossMilli: number;
  costMinor: number;
  costKey: BreakdownCostKey;
  cuts: readonly TypedCut[];
}

/** Zero while it is not known. */
const cutWeightMilli = ({ product, quantityMilli, weightMilli }: TypedCut): number =>
  (product.unit === 'kg' ? quantityMilli : weightMilli) ?? 0;

export function balanceOf({ inputMilli, lossMilli, costMinor, costKey, cuts }: Weighed): Balance {
  const weights = cuts.map(cutWeightMilli);
  const cutsMilli = weights.reduce((sum, weight) => sum + weight, 0);
  const keys =
    costKey === 'weight'
      ? weights
      : cuts.map(({ product, quantityMilli }) =>
          lineTotalMinor(product.priceMinor, quantityMilli ?? 0),
        );
  const costs = keys.some((key) => key > 0) ? splitMinor(costMinor, keys) : [];
  return {
    cutsMilli,
    differenceMilli: inputMilli - cutsMilli - lossMilli,
    cuts: cuts.map(({ expectedBasisPoints }, index) => {
      const weight = weights[index] ?? 0;
      const isKnown = inputMilli > 0 && weight > 0;
      const share = isKnown ? multiplyDivide(weight, wholeBasisPoints, inputMilli) : null;
      const hasBoth = share !== null && expectedBasisPoints !== null;
      return {
        yieldBasisPoints: share,
        deviationBasisPoints: hasBoth ? share - expectedBasisPoints : null,
        costMinor: costs[index] ?? null,
      };
    }),
  };
}
