/** What the card company keeps of a payment. */
import { multiplyDivide, wholeBasisPoints } from '@balcao/contracts/money.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';

export interface CardFee {
  /** Hundredths of a per cent of the amount. */
  basisPoints: number;
  /** Centavos, whatever the amount. */
  fixedMinor: number;
}

export type CardFees = Record<'debit' | 'credit', CardFee>;

/** Centavos: `roundHalfUp(amount × basisPoints ÷ 10,000) + fixed`, never more than the amount; nothing but cards costs. */
export function cardFeeMinor(method: PaymentMethod, amountMinor: number, fees: CardFees): number {
  if (method !== 'debit' && method !== 'credit') return 0;
  const { basisPoints, fixedMinor } = fees[method];
  const feeMinor = multiplyDivide(amountMinor, basisPoints, wholeBasisPoints) + fixedMinor;
  return Math.min(feeMinor, amountMinor);
}
