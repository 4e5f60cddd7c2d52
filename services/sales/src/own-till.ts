/** Whose a till is: a seller sees and uses the own ones, an admin all. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import type { TillRow } from './till-store.ts';

/** A till that the caller may see and use: a seller's own, any for an admin. Others are not found. */
export function ownTill(till: TillRow | undefined, tillId: string, caller: Caller): TillRow {
  if (till !== undefined && isOwn(till, caller)) return till;
  throw new Problem('not_found', `There is no till ${tillId}.`);
}

export function isOwn({ sellerId }: Pick<TillRow, 'sellerId'>, caller: Caller): boolean {
  return sellerId === caller.userId || isAllowed(caller.role, 'tills:read-all');
}

export function requireOpen({ id, status }: TillRow): void {
  if (status !== 'open') throw new Problem('till_closed', `The till ${id} is ${status}.`);
}
