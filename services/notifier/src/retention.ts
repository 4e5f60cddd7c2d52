/**
 * Forgets what nobody looks up any more: old messages that are over, with them the old part of the inbox, and of which
 * alerts it was heard that they were acknowledged or muted.
 */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { pruneInBatches } from '@balcao/kit/prune.ts';
import {
  deleteOldAcknowledged,
  deleteOldDeliveries,
  deleteOldMutings,
  deleteOldNotifications,
} from './retention-store.ts';

/** Harmless on several replicas: what one deletes the others pass over. */
export const retentionJob = ({ db, days }: { db: Database; days: number }): Job => ({
  name: 'forget old notifications',
  everyMs: 3_600_000,
  async run() {
    await pruneInBatches((limit) => deleteOldDeliveries(db, days, limit));
    await pruneInBatches((limit) => deleteOldNotifications(db, days, limit));
    await pruneInBatches((limit) => deleteOldAcknowledged(db, days, limit));
    await pruneInBatches((limit) => deleteOldMutings(db, days, limit));
  },
});
