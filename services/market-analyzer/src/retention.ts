/** Drops quotes that are older than they shall be kept, month by month. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { dropQuotesBefore } from './quote-store.ts';

interface RetentionDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
  /** How many months are kept beside the present one. */
  months: number;
}

/** Where the last month that is kept begins, in UTC. */
export const firstKept = (now: Date, months: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));

/** Harmless on several replicas: what one has dropped is not there for the others. */
export const retentionJob = ({ db, now, months }: RetentionDeps): Job => ({
  name: 'drop old quotes',
  everyMs: 3_600_000,
  run: () => dropQuotesBefore(db, firstKept(now(), months)),
});
