/** How much discount this person may give without an administrator; the shop decides, the till says it beforehand. */
import { multiplyDivide } from '@balcao/contracts/money.ts';
import { answer, api } from '../api/client.ts';
import { createStore } from '../store.ts';
import { type Cart, discountOf, subtotalOf } from './cart.ts';

const wholeBasisPoints = 10_000;

/** Share of the subtotal in basis points; null while it is not known. */
export const discountLimitStore = createStore<number | null>(null);

/** Without an answer nothing is said beforehand: the shop refuses what is too much when it is paid. */
export async function loadDiscountLimit(): Promise<void> {
  const limits = await answer(api.GET('/api/v1/orders/limits')).catch(() => null);
  discountLimitStore.set(limits?.discountBasisPoints ?? null);
}

/** The limit in centavos where a discount is above it; null where it may be given, or nobody knows. */
export function exceededLimit(
  { discountMinor, subtotalMinor }: { discountMinor: number; subtotalMinor: number },
  basisPoints: number | null,
): number | null {
  if (basisPoints === null) return null;
  const limitMinor = multiplyDivide(subtotalMinor, basisPoints, wholeBasisPoints);
  return discountMinor > limitMinor ? limitMinor : null;
}

/** The same of a cart; what an administrator has allowed is above no limit. */
export function exceededByCart(cart: Cart, basisPoints: number | null): number | null {
  if (cart.overrideId !== null) return null;
  const figures = { discountMinor: discountOf(cart), subtotalMinor: subtotalOf(cart) };
  return exceededLimit(figures, basisPoints);
}
