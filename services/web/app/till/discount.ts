/** A discount as people type it: an amount, or a share of the subtotal with the sign. */
import { AmountTextError, parseAmountText } from '@balcao/contracts/amount-text.ts';
import { multiplyDivide, wholeBasisPoints } from '@balcao/contracts/money.ts';

/** Centavos, rounded half up for a share; null for what is neither. Nothing typed takes the discount away. */
export function parseDiscount(text: string, subtotalMinor: number): number | null {
  const typed = text.trim();
  if (typed === '') return 0;
  const share = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%$/.exec(typed);
  if (share !== null) {
    const basisPoints = Number(share[1]) * 100 + Number((share[2] ?? '').padEnd(2, '0'));
    return multiplyDivide(subtotalMinor, basisPoints, wholeBasisPoints);
  }
  try {
    return parseAmountText(typed);
  } catch (error) {
    if (error instanceof AmountTextError) return null;
    throw error;
  }
}
