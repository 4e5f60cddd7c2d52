/** What every service does beside its work: measure its queues, forget what is no longer needed. */
import type { Database } from './db.ts';
import type { Job } from './jobs.ts';
import type { Metrics } from './metrics.ts';
import { pruneInBatches } from './prune.ts';
import { readQueues } from './queues.ts';

const housekeepingMs = 5_000;
const cleanupMs = 3_600_000;
const sentCleanupMs = 60_000;

/** Gauges of the outbox and of deferred messages, and the removal of what is no longer needed. */
export function housekeeping(db: Database, metrics: Metrics): Job[] {
  return [
    {
      name: 'measure queues',
      everyMs: housekeepingMs,
      async run() {
        const { outbox, messages } = await readQueues(db);
        metrics.outboxPending.set(outbox.pendingCount);
        metrics.outboxAge.set(outbox.oldestAgeSeconds);
        metrics.deferred.set({ state: 'waiting' }, messages.waitingCount);
        metrics.deferred.set({ state: 'parked' }, messages.parkedCount);
      },
    },
    {
      name: 'forget sent events',
      everyMs: sentCleanupMs,
      // An hour is longer than a queue is ever behind, but for one whose consumer is down, which is alarmed.
      run: () =>
        pruneInBatches(async (limit) => {
          const gone = await db.query(
            `DELETE FROM outbox_sent WHERE ctid = ANY(ARRAY(
               SELECT ctid FROM outbox_sent WHERE sent_at < now() - interval '1 hour'
               ORDER BY sent_at LIMIT $1 FOR UPDATE SKIP LOCKED)) RETURNING 1`,
            [limit],
          );
          return gone.length;
        }),
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
