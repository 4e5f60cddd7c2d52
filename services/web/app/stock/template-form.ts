/** A template of breakdowns as it is typed, and the way to what the API takes. Shares in basis points. */
import {
  type BreakdownCostKey,
  type BreakdownTemplate,
  restBasisPoints,
} from '@balcao/contracts/api/breakdowns.ts';
import { formatPercent, parsePercent } from '../catalogue/percent-text.ts';

export interface TypedShare {
  productId: string;
  /** Of the input's weight, as people type it: `12,5`. */
  percent: string;
}

export interface TypedTemplate {
  name: string;
  inputProductId: string | null;
  costKey: BreakdownCostKey;
  outputs: readonly TypedShare[];
  active: boolean;
}

/** Null: a new one. */
export const typedTemplateOf = (template: BreakdownTemplate | null): TypedTemplate => ({
  name: template?.name ?? '',
  inputProductId: template?.inputProductId ?? null,
  costKey: template?.costKey ?? 'weight',
  outputs: (template?.outputs ?? []).map(({ productId, expectedBasisPoints }) => ({
    productId,
    percent: formatPercent(expectedBasisPoints),
  })),
  active: template?.active ?? true,
});

const sharesOf = ({ outputs }: TypedTemplate) =>
  outputs.flatMap(({ productId, percent }) => {
    const expectedBasisPoints = parsePercent(percent);
    return expectedBasisPoints === null ? [] : [{ productId, expectedBasisPoints }];
  });

/** What the cuts leave of the piece; below zero where they are more than the whole. */
export const expectedLossOf = (typed: TypedTemplate): number =>
  restBasisPoints({ outputs: sharesOf(typed) });

/** Null while the name, the piece, a cut or a share is missing, or the shares are more than the whole. */
export function templateRequestOf(typed: TypedTemplate) {
  const { inputProductId, costKey, active } = typed;
  const name = typed.name.trim();
  const outputs = sharesOf(typed);
  const isWhole = outputs.length === typed.outputs.length && outputs.length > 0;
  if (name === '' || inputProductId === null || !isWhole) return null;
  const expectedLossBasisPoints = expectedLossOf(typed);
  if (expectedLossBasisPoints < 0) return null;
  return { name, inputProductId, costKey, outputs, expectedLossBasisPoints, active };
}

/** A cut once; what is broken down is none of its own cuts. */
export function withShare(typed: TypedTemplate, productId: string): TypedTemplate {
  const isThere = typed.outputs.some((output) => output.productId === productId);
  if (isThere || productId === typed.inputProductId) return typed;
  return { ...typed, outputs: [...typed.outputs, { productId, percent: '' }] };
}
