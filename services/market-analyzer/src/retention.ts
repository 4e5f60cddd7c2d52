/** Rolls quotes that are older than they shall be kept up to hours, and drops them, month by month. */
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { closeQuoteMonth } from './quote-store.ts';

interface RetentionDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
  /** How many months are kept beside the present one. */
  months: number;
  /** By which days begin: each hour that stays belongs to one. */
  timeZone: string;
}

/** Where the last month that is kept begins, in UTC. */
export const firstKept = (now: Date, months: number): Date =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months));

/** Harmless on several replicas: one of them closes a month, and it is not there for the others. */
export const retentionJob = ({ db, now, months, timeZone }: RetentionDeps): Job => ({
  name: 'roll up and drop old quotes',
  everyMs: 3_600_000,
  async run() {
    const before = firstKept(now(), months);
    for (let isMore = true; isMore; ) isMore = await closeQuoteMonth(db, { before, timeZone });
  },
});
