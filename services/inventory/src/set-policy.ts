/** How a product's stock is watched: its minimum, and whether more may be sold than there is. */
import type { StockLevel, StockPolicyRequest } from '@balcao/contracts/api/inventory.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { lockShelf, saveShelf } from './level-store.ts';
import { findStock } from './stock-store.ts';

export interface PolicyChange {
  productId: string;
  policy: StockPolicyRequest;
  /** The `If-Match` header, where the caller sent one. */
  ifMatch: string | undefined;
}

/** Sets the policy and answers the level. Throws `not_found`, and `version_mismatch` where the level has moved on. */
export async function setPolicy(tx: Tx, change: PolicyChange, today: string): Promise<StockLevel> {
  const { productId, policy, ifMatch } = change;
  const shelf = await lockShelf(tx, [{ productId }], { today });
  const level = shelf.find(productId);
  if (level === undefined) throw noSuchStock(productId);
  requireVersion(ifMatch, level.version);
  shelf.put({ ...level, ...policy, version: level.version + 1 });
  saveShelf(tx, shelf);
  const saved = await findStock(tx, productId, today);
  if (saved === undefined) throw noSuchStock(productId);
  return saved;
}

export function noSuchStock(productId: string): Problem {
  return new Problem('not_found', `There is no stock of a product ${productId}.`);
}
