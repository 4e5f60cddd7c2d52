/**
 * A carcass or primal cut becomes its cuts and a loss (desossa; counter.md, Stock). The weight balances to the
 * gram: cuts + loss = input. The cost balances to the centavo: the cuts bear all of it, so the loss costs
 * nothing of its own and makes the cuts dearer, which is what it does to their margin.
 */
import type { BreakdownCostKey, CreateBreakdownRequest } from '@balcao/contracts/api/breakdowns.ts';
import { isQuantityOfUnit } from '@balcao/contracts/is-quantity-of-unit.ts';
import {
  lineTotalMinor,
  multiplyDivide,
  splitMinor,
  wholeBasisPoints,
} from '@balcao/contracts/money.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { Problem, type ProblemIssue } from '@balcao/kit/problem.ts';

type RequestedOutput = CreateBreakdownRequest['outputs'][number];

/** What a breakdown needs to know of a product. */
export interface CutProduct {
  unit: Unit;
  /** Of one kilogram or piece; null where the catalogue has not told it. */
  priceMinor: number | null;
}

/** What is broken down is sold by weight: pieces have none to balance. Throws `quantity_not_allowed`. */
export function requireWeighed(input: CutProduct | undefined): void {
  if (input?.unit === 'kg') return;
  const message = 'Only what is kept by weight can be broken down.';
  const pt = 'Só o que é vendido por peso pode ser desossado.';
  throw new Problem('quantity_not_allowed', message, {
    pt,
    errors: [{ path: 'inputProductId', message, pt }],
  });
}

/** One output as it is cut: what of it is stocked, and what it weighs. */
export interface Cut {
  productId: string;
  quantityMilli: number;
  weightMilli: number;
  salePriceMinor: number | null;
  expiresOn: string | null;
}

/**
 * Weighs the outputs. A product by weight weighs what is stocked of it; of pieces the request says what they
 * weigh together, since otherwise nothing would balance. Throws `quantity_not_allowed` with the faulty fields.
 */
export function weighCuts(
  outputs: RequestedOutput[],
  products: ReadonlyMap<string, CutProduct>,
): Cut[] {
  const errors = outputs.flatMap((output, index) => {
    const fault = faultOf(output, products.get(output.productId)?.unit);
    return fault === undefined ? [] : [{ ...fault, path: `outputs[${index}].${fault.path}` }];
  });
  if (errors.length > 0) {
    const detail = 'The quantity or weight of some outputs is not possible.';
    throw new Problem('quantity_not_allowed', detail, { errors });
  }
  return outputs.map(({ productId, quantityMilli, weightMilli, salePriceMinor, expiresOn }) => ({
    productId,
    quantityMilli,
    weightMilli: weightMilli ?? quantityMilli,
    salePriceMinor: salePriceMinor ?? products.get(productId)?.priceMinor ?? null,
    expiresOn: expiresOn ?? null,
  }));
}

function faultOf(
  { quantityMilli, weightMilli }: RequestedOutput,
  unit: Unit | undefined,
): ProblemIssue | undefined {
  if (unit !== 'un') {
    if (weightMilli === undefined) return undefined;
    return {
      path: 'weightMilli',
      message: 'a product by weight weighs its quantity',
      pt: 'um produto por peso pesa a sua quantidade',
    };
  }
  if (!isQuantityOfUnit(quantityMilli, unit)) {
    return {
      path: 'quantityMilli',
      message: 'counted in whole pieces (1000 each)',
      pt: 'contado em unidades inteiras (1000 cada)',
    };
  }
  if (weightMilli !== undefined) return undefined;
  return {
    path: 'weightMilli',
    message: 'tell what these pieces weigh together',
    pt: 'diga quanto estas unidades pesam juntas',
  };
}

/**
 * The loss in grams: as told, else what the cuts leave. Throws `weights_do_not_balance`, which names the
 * difference (input less cuts and loss), where that is not zero or the cuts weigh more than the input.
 */
export function balanceWeights(
  inputMilli: number,
  cuts: Pick<Cut, 'weightMilli'>[],
  toldLossMilli: number | undefined,
): number {
  const restMilli = cuts.reduce((rest, { weightMilli }) => rest - weightMilli, inputMilli);
  const lossMilli = toldLossMilli ?? Math.max(restMilli, 0);
  const differenceMilli = restMilli - lossMilli;
  if (differenceMilli === 0) return lossMilli;
  const grams = Math.abs(differenceMilli);
  const apart = `${grams} g ${differenceMilli > 0 ? 'less' : 'more'}`;
  const wordApart = `${grams} g a ${differenceMilli > 0 ? 'menos' : 'mais'}`;
  throw new Problem(
    'weights_do_not_balance',
    `The cuts and the loss weigh ${apart} than the input. Weigh again, or tell another loss.`,
    {
      pt: `Os cortes e a perda pesam ${wordApart} do que a peça. Pese de novo, ou informe outra perda.`,
      errors: [
        {
          path: 'lossMilli',
          message: `differs by ${differenceMilli}`,
          pt: `difere em ${differenceMilli} g`,
        },
      ],
      extra: { differenceMilli },
    },
  );
}

/**
 * Splits the input's cost over the cuts, to the centavo (`splitMinor`): by weight, or by what each cut would
 * sell for. Throws `price_required` where that is not known, or is nothing for all of them.
 */
export function splitCost(costMinor: number, cuts: Cut[], costKey: BreakdownCostKey): number[] {
  if (costKey === 'weight') {
    return splitMinor(
      costMinor,
      cuts.map(({ weightMilli }) => weightMilli),
    );
  }
  const errors = cuts.flatMap(({ salePriceMinor }, index) =>
    salePriceMinor === null
      ? [
          {
            path: `outputs[${index}].salePriceMinor`,
            message: 'the price is not known here',
            pt: 'o preço não é conhecido aqui',
          },
        ]
      : [],
  );
  const values = cuts.map((cut) => lineTotalMinor(cut.salePriceMinor ?? 0, cut.quantityMilli));
  if (errors.length === 0 && values.some((value) => value > 0))
    return splitMinor(costMinor, values);
  const detail =
    'The cost cannot be split by prices that are not known or all zero. Split it by weight.';
  throw new Problem('price_required', detail, { errors });
}

/** A part of the input's weight in basis points, rounded half up. */
export function basisPointsOf(partMilli: number, inputMilli: number): number {
  return multiplyDivide(partMilli, wholeBasisPoints, inputMilli);
}
