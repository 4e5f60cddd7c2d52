/** The parts of a split payment. Pure; centavos. */
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import type { SalePayment } from './sale-payment.ts';

interface NextPart {
  parts: SalePayment[];
  leftMinor: number;
  /** Null: all that is left. */
  typedMinor: number | null;
  method: PaymentMethod;
  hasCustomer: boolean;
  id: string;
}

/** Adds a part. Cash above what is left is a tender: the part is what is left, the rest goes back. */
export function takePart({
  parts,
  leftMinor,
  typedMinor,
  method,
  hasCustomer,
  id,
}: NextPart):
  | { parts: SalePayment[]; leftMinor: number }
  | { problem: 'partTooLarge' | 'tabNeedsCustomer' } {
  if (method === 'tab' && !hasCustomer) return { problem: 'tabNeedsCustomer' };
  const wantedMinor = typedMinor ?? leftMinor;
  if (wantedMinor > leftMinor && method !== 'cash') return { problem: 'partTooLarge' };
  const amountMinor = Math.min(wantedMinor, leftMinor);
  if (amountMinor <= 0) return { parts, leftMinor };
  const part: SalePayment =
    method === 'cash' && wantedMinor > amountMinor
      ? { id, method, amountMinor, tenderedMinor: wantedMinor }
      : { id, method, amountMinor };
  return { parts: [...parts, part], leftMinor: leftMinor - amountMinor };
}
