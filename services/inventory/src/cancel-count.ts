/** Gives a count up: the stock stays as it is, and the products may be counted anew. */
import type { Count } from '@balcao/contracts/api/counts.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { closeCount } from './count-store.ts';
import { getCount, lockOpenCount } from './find-count.ts';

/** Throws `not_found` and `invalid_transition`. */
export async function cancelCount(
  tx: Tx,
  { countId, userId, at }: { countId: string; userId: string; at: Date },
): Promise<Count> {
  await lockOpenCount(tx, countId, 'alone');
  closeCount(tx, {
    id: countId,
    status: 'cancelled',
    closedBy: userId,
    closedAt: at.toISOString(),
    businessDate: null,
  });
  return getCount(tx, countId);
}
