/** What every service does beside its work: measure its queues, forget what is no longer needed. */
import type { Database } from './db.ts';
import { countDeferred } from './deferred.ts';
import type { Job } from './jobs.ts';
import type { Metrics } from './metrics.ts';

const housekeepingMs = 5_000;
const cleanupMs = 3_600_000;

/** Gauges of the outbox and of deferred messages, and the removal of what is no longer needed. */
export function housekeeping(db: Database, metrics: Metrics): Job[] {
  return [
    {
      name: 'measure queues',
      everyMs: housekeepingMs,
      async run() {
        const [outbox] = await db.query<{ pending: number; age: number }>(
          `SELECT count(*) AS pending,
             coalesce(extract(epoch FROM now() - min(time)), 0)::float8 AS age FROM outbox`,
        );
        metrics.outboxPending.set(outbox?.pending ?? 0);
        metrics.outboxAge.set(outbox?.age ?? 0);
        const deferred = await countDeferred(db);
        metrics.deferred.set({ state: 'waiting' }, deferred.waiting);
        metrics.deferred.set({ state: 'parked' }, deferred.parked);
      },
    },
    {
      name: 'forget old keys',
      everyMs: cleanupMs,
      async run() {
        await db.query(`DELETE FROM idempotency_key WHERE created_at < now() - interval '7 days'`);
        await db.query(`DELETE FROM inbox WHERE handled_at < now() - interval '30 days'`);
      },
    },
  ];
}
