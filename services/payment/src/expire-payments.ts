/** Gives up payments whose time is over. */
import type { Database } from '@balcao/kit/db.ts';
import type { Desk } from './move-payments.ts';
import { lockOverduePayments } from './payment-store.ts';
import { giveUp } from './void-payments.ts';

const batchSize = 100;
const cause = { traceparent: null };

/** Expires all overdue payments, in batches; several replicas share the work. */
export async function expirePayments(db: Database, desk: Desk): Promise<void> {
  for (;;) {
    const found = await db.transaction(async (tx) => {
      const payments = await lockOverduePayments(tx, batchSize);
      await giveUp(
        tx,
        desk,
        payments.map((payment) => ({ payment, to: 'expired', cause })),
      );
      return payments.length;
    });
    if (found < batchSize) return;
  }
}
