/**
 * Tells that an open alert which was told is kept quiet now, by a silence or by another alert, or is not any more: so
 * nobody is told of it again meanwhile. By looking, not where silences and alerts change: what makes the difference may
 * be the clock alone, and whoever looks finds also what an older version, or a replica that died, did not tell.
 */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Outbox, OutgoingEvent } from '@balcao/kit/outbox.ts';
import { isMutingDue, type MutingChange, markMuting } from './muting-store.ts';

interface MutingDeps {
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
}

const everyMs = 1_000;
/** A silence of everything may come in the worst of moments: no transaction is longer than this many. */
const maxAtOnce = 500;

/** Harmless on several replicas: whoever marks an alert first tells it. */
export const mutingJob = ({ db, outbox, now }: MutingDeps): Job => ({
  name: 'tell which alerts are muted',
  everyMs,
  async run() {
    const at = now();
    if (!(await isMutingDue(db, at))) return;
    for (let marked = maxAtOnce; marked === maxAtOnce; ) {
      marked = await db.transaction(async (tx) => {
        const changes = await markMuting(tx, at, maxAtOnce);
        outbox.add(tx, changes.map(toEvent));
        return changes.length;
      });
    }
  },
});

// Urgent as the alert itself: else it waits behind many quotes.
const toEvent = ({ alertId, isMuted, change }: MutingChange): OutgoingEvent => ({
  ...event(isMuted ? 'market.alert.muted' : 'market.alert.unmuted', alertId, { alertId, change }),
  isUrgent: true,
});
