/** What a sale that has happened went beyond: it is recorded all the same, and found by it. Pure. */
import type { Limit } from '@balcao/contracts/api/sales.ts';
import { type Allowance, allowedDiscountMinor, type Giver } from './allow-order.ts';
import { type CustomerWish, exceedsTab } from './customer-of-order.ts';
import type { PricedLines } from './order-lines.ts';
import type { Account } from './tab-ledger.ts';

interface Held {
  by: Giver;
  /** Not yet smaller by what the sale puts on the tab. */
  accounts: Map<string, Account>;
  allowances: Allowance[];
}

/** The limits that would have refused the sale, had it been asked for before it happened. */
export function limitsBeyond(
  wish: CustomerWish,
  priced: PricedLines,
  { by, accounts, allowances }: Held,
): Limit[] {
  const beyond: Limit[] = [];
  if (priced.discountMinor > allowedDiscountMinor(priced.subtotalMinor, by))
    beyond.push('discount');
  if (exceedsTab(wish, accounts, allowances)) beyond.push('tab');
  if (priced.isBelowPrice) beyond.push('price');
  return beyond;
}
