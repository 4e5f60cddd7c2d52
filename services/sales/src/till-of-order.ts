/** Which till an order is sold at: the named one, else the one that its seller has open, else none. */
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { isOwn, requireOpen } from './own-till.ts';
import { type TillRow, type UsedTill, useTills } from './till-store.ts';

export interface TillWish {
  tillId?: string | undefined;
  sellerId: string;
  caller: Caller;
  /** Of a sale that has happened already. */
  occurredAt?: string | undefined;
}

/** Reads the tills that some orders may be sold at, and keeps them from being closed meanwhile. */
export async function useTillsFor(tx: Tx, wishes: TillWish[]): Promise<UsedTill[]> {
  return useTills(tx, {
    ids: wishes.flatMap(({ tillId }) => tillId ?? []),
    sellerIds: wishes.flatMap(({ tillId, sellerId }) => (tillId === undefined ? sellerId : [])),
  });
}

/**
 * The till's id; null for none. Throws `unknown_till` for a named till that is not the caller's, and `till_closed`
 * for one that is not open, be it that it was counted while the sale waited for it: unless the sale has happened,
 * which a till takes however late. Not named, a sale from before the till was opened is not its own.
 */
export function tillOf(wish: TillWish, tills: UsedTill[]): string | null {
  const { tillId, sellerId, caller, occurredAt } = wish;
  if (tillId === undefined) {
    const own = tills.find((till) => till.sellerId === sellerId && till.wasOpen);
    if (own === undefined) return null;
    if (occurredAt === undefined) requireOpen(own);
    else if (isEarlier(occurredAt, own)) return null;
    return own.id;
  }
  const till = tills.find(({ id }) => id === tillId);
  if (till === undefined || !isOwn(till, caller)) {
    throw new Problem('unknown_till', `There is no till ${tillId}.`, {
      pt: 'Este caixa não existe.',
      errors: [{ path: 'tillId', message: 'no till of yours', pt: 'não é um caixa seu' }],
    });
  }
  if (occurredAt === undefined) requireOpen(till);
  return tillId;
}

function isEarlier(occurredAt: string, { openedAt }: TillRow): boolean {
  return Date.parse(occurredAt) < Date.parse(openedAt);
}
