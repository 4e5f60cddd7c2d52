/**
 * Tells again of alerts on prices that go on, by each route that repeats: once per interval, whichever replica comes
 * to it, until somebody has acknowledged it.
 */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { addDelivery, isWanted, type WallClock } from './dispatch.ts';
import { countFrom, forgetEnded, isRepetitionDue, takeRepetitions } from './firing-store.ts';
import { holdOrder } from './notification-store.ts';
import { readRoutes } from './routing-store.ts';

const everyMs = 1_000;
/** Of all routes, in one transaction: news wait for it. The rest is a second later. */
const maxAtOnce = 100;

export interface RepetitionOptions {
  db: Database;
  clock: WallClock;
  /** Has what is due sent right after the commit. */
  sendSoon: (tx: Tx) => void;
}

export const repetitionJob = ({ db, clock, sendSoon }: RepetitionOptions): Job => ({
  name: 'tell again of alerts that go on',
  everyMs,
  async run() {
    const now = clock.now();
    if (!(await isRepetitionDue(db, now))) return;
    await db.transaction(async (tx) => {
      // Replicas take turns, and an end that is being told is there, or comes after this.
      holdOrder(tx);
      const routes = await readRoutes(tx);
      await forgetEnded(tx);
      const { timeOf } = clock;
      let left = maxAtOnce;
      for (const route of routes)
        left -= await repeat(tx, { route, limit: left, clock: { now: () => now, timeOf } });
      sendSoon(tx);
    });
  },
});

interface Repeating {
  route: NotificationRoute;
  limit: number;
  clock: WallClock;
}

/** Answers how many it has told of. */
async function repeat(tx: Tx, { route, limit, clock }: Repeating): Promise<number> {
  const { id: routeId, channelId, repeatSeconds } = route;
  if (repeatSeconds === null || limit === 0) return 0;
  const now = clock.now();
  const taken = await takeRepetitions(tx, { routeId, channelId, repeatSeconds, now, limit });
  const wanted = taken.filter((notification) => isWanted(notification, route));
  for (const notification of wanted) {
    const toldAt = await addDelivery(tx, { route, notification, clock, isRepetition: true });
    if (toldAt > now) await countFrom(tx, { routeId, thread: notification.thread, toldAt });
  }
  return wanted.length;
}
