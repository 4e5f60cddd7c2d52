/** Makes the sums per account and day anew from the journal, while the shop sells. */
import type { Database } from '@balcao/kit/db.ts';
import { lockDays, readDifferingDates, sendRebuild } from './rebuild-store.ts';
import { sendStaleDay } from './stale-day-store.ts';

/** As many days at a time as are locked at a time: a posting to one of them waits for one reading of the journal. */
const daysAtOnce = 366;

/**
 * Answers how many days had other sums than their journal. Days whose sums are right are not locked; the others are
 * added up behind the lock that every posting to them takes, so that none is missed and none counts twice.
 */
export async function rebuildDaily(db: Database): Promise<number> {
  const dates = await readDifferingDates(db);
  for (let from = 0; from < dates.length; from += daysAtOnce) {
    const some = dates.slice(from, from + daysAtOnce);
    await db.transaction(async (tx) => {
      await lockDays(tx, some);
      sendRebuild(tx, some);
      // Redis forgets them as it does after a posting.
      for (const first of some.slice(0, 1)) sendStaleDay(tx, first);
    });
  }
  return dates.length;
}
