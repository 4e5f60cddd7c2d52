/**
 * Tells again of alerts on prices that go on, by each route that repeats: once per interval, whichever replica comes
 * to it, until somebody has acknowledged it.
 */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { hasWaiting } from './delivery-store.ts';
import { addDelivery, isWanted, type WallClock } from './dispatch.ts';
import { countFrom, forgetEnded, isRepetitionDue, takeRepetitions } from './firing-store.ts';
import { holdOrder } from './notification-store.ts';
import { readRoutes } from './routing-store.ts';

const everyMs = 1_000;
/** Of a route, in one transaction: news wait for it. The rest is a second later. */
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
      for (const route of routes) await repeat(tx, route, { now: () => now, timeOf });
      sendSoon(tx);
    });
  },
});

async function repeat(tx: Tx, route: NotificationRoute, clock: WallClock): Promise<void> {
  const { id: routeId, channelId, repeatSeconds } = route;
  if (repeatSeconds === null) return;
  const now = clock.now();
  const due = { routeId, repeatSeconds, now, limit: maxAtOnce };
  for (const notification of await takeRepetitions(tx, due)) {
    const { thread } = notification;
    if (!isWanted(notification, route)) continue;
    // What is still to be told of it is news enough: its channel fails, or rests.
    if (await hasWaiting(tx, { routeId, channelId, thread })) continue;
    const toldAt = await addDelivery(tx, { route, notification, clock, isRepetition: true });
    if (toldAt > now) await countFrom(tx, { routeId, thread, toldAt });
  }
}
