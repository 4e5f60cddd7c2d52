/** The rules of a tab: what may be bought, and what a payment settles. What is open is always what is owed. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { Problem } from '@balcao/kit/problem.ts';

/** A customer as a sale on the tab needs to know it. Centavos. */
export interface Account {
  id: string;
  active: boolean;
  limitMinor: number;
  balanceMinor: number;
  /** On the tab of orders that are not complete yet. */
  heldMinor: number;
}

/** What may still be bought; never below 0, though a limit may be lowered below what is owed. */
export function roomMinor({ limitMinor, balanceMinor, heldMinor }: Account): number {
  return Math.max(0, limitMinor - balanceMinor - heldMinor);
}

/** Whether an amount may go on the tab; an override may allow more than the room. */
export const hasRoom = (account: Account, amountMinor: number, allowedMinor = 0): boolean =>
  amountMinor <= Math.max(roomMinor(account), allowedMinor);

/** Throws `tab_limit_exceeded`, which names the room that is left. */
export function requireRoom(account: Account, amountMinor: number, allowedMinor = 0): void {
  if (hasRoom(account, amountMinor, allowedMinor)) return;
  const room = Math.max(roomMinor(account), allowedMinor);
  throw new Problem(
    'tab_limit_exceeded',
    `${amountMinor} centavos are to go on the tab, and there is room for ${room}.`,
    {
      pt: `R$ ${formatAmount(amountMinor)} iriam para o fiado, e cabem R$ ${formatAmount(room)}.`,
      errors: [
        {
          path: 'payments',
          message: `at most ${room} centavos on the tab`,
          pt: `no máximo R$ ${formatAmount(room)} no fiado`,
        },
      ],
    },
  );
}

/** What is still owed of an entry that raised the balance. */
export interface OpenItem {
  entryId: string;
  openMinor: number;
}

export interface Allocation {
  itemId: string;
  amountMinor: number;
}

/** Settles items in their order until the amount is used up. Throws `conflict` when more is paid than is open. */
export function settle(items: OpenItem[], amountMinor: number): Allocation[] {
  const openMinor = sumMinor(items.map((item) => item.openMinor));
  if (amountMinor > openMinor) {
    throw new Problem(
      'conflict',
      `Of the tab ${openMinor} centavos are open, not ${amountMinor}.`,
      {
        pt: `Do fiado, só R$ ${formatAmount(openMinor)} estão em aberto.`,
      },
    );
  }
  let restMinor = amountMinor;
  return items.flatMap((item) => {
    const part = Math.min(item.openMinor, restMinor);
    restMinor -= part;
    return part === 0 ? [] : [{ itemId: item.entryId, amountMinor: part }];
  });
}
