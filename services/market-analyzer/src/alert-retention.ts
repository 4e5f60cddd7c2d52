/** Forgets alerts that ended long ago, and silences that have been over for as long. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { pruneInBatches } from '@balcao/kit/prune.ts';
import { deleteEndedAlerts, deleteOverSilences } from './alert-retention-store.ts';

interface AlertRetentionDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
  days: number;
}

const dayMs = 86_400_000;

/** Harmless on several replicas: what one deletes the others pass over. */
export const alertRetentionJob = ({ db, now, days }: AlertRetentionDeps): Job => ({
  name: 'forget old alerts',
  everyMs: 3_600_000,
  async run() {
    const before = new Date(now().getTime() - days * dayMs);
    await pruneInBatches((limit) => deleteEndedAlerts(db, before, limit));
    await pruneInBatches((limit) => deleteOverSilences(db, before, limit));
  },
});
