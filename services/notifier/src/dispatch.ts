/** Decides what is sent where and when: each route by events, severity, quiet hours and grouping. */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import { severities } from '@balcao/contracts/severity.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { insertDelivery, joinDelivery } from './delivery-store.ts';
import { forgetFiring, rememberFiring } from './firing-store.ts';
import { groupKey } from './group-key.ts';
import type { Addressed } from './notification.ts';
import { endOfQuiet } from './quiet-hours.ts';
import { readRoutes } from './routing-store.ts';

/** The shop's clock: what it shows on the wall. */
export interface WallClock {
  now: () => Date;
  timeOf: (at: Date) => ShopTime;
}

/** Stores a delivery for each, or adds it to one that waits for more. */
export async function dispatch(
  tx: Tx,
  notifications: Addressed[],
  clock: WallClock,
): Promise<void> {
  if (notifications.length === 0) return;
  // Before anything else: whoever deletes a channel holds it first, then its routes and what they have told.
  const routes = await readRoutes(tx);
  const ended = notifications.filter(({ event }) => event === 'market.alert.resolved');
  await forgetFiring(
    tx,
    ended.map(({ thread }) => thread).filter((thread) => thread !== null),
  );
  for (const route of routes)
    for (const notification of notifications)
      if (isWanted(notification, route)) await tell(tx, { route, notification, clock });
}

async function tell(tx: Tx, adding: Omit<Adding, 'isRepetition'>): Promise<void> {
  const toldAt = await addDelivery(tx, { ...adding, isRepetition: false });
  const { id: notificationId, event, thread } = adding.notification;
  if (event !== 'market.alert.firing' || thread === null) return;
  await rememberFiring(tx, { routeId: adding.route.id, thread, notificationId, toldAt });
}

/** Whether the route sends what is of this event and severity. */
export function isWanted(
  { event, severity }: Pick<Addressed, 'event' | 'severity'>,
  { events, minimumSeverity }: Pick<NotificationRoute, 'events' | 'minimumSeverity'>,
): boolean {
  const isEvent = events.length === 0 || events.includes(event);
  return isEvent && severities.indexOf(severity) >= severities.indexOf(minimumSeverity);
}

interface Adding {
  route: NotificationRoute;
  notification: Addressed;
  clock: WallClock;
  /** Whether it was told before. */
  isRepetition: boolean;
}

/**
 * Stores a delivery by the route, or adds to one that waits for more. Answers when it is told, on the shop's clock: now
 * or, for what waits for the end of quiet hours, then.
 */
export async function addDelivery(
  tx: Tx,
  { route, notification, clock, isRepetition }: Adding,
): Promise<Date> {
  const isUrgent = notification.severity === 'critical';
  const { waitMs, toldAt } = timingOf(route, isUrgent, clock);
  const wish = {
    channelId: route.channelId,
    routeId: route.id,
    notificationIds: [notification.id],
    threads: notification.thread === null ? [] : [notification.thread],
    groupKey: groupKey(notification, route.groupBy),
    repeatedIds: isRepetition ? [notification.id] : [],
    isUrgent,
    // To the second: the end of quiet hours is the same moment for all that wait for it.
    dueAt: waitMs === 0 ? new Date() : new Date(Math.round((Date.now() + waitMs) / 1_000) * 1_000),
  };
  const isJoined = waitMs > 0 && (await joinDelivery(tx, wish));
  if (!isJoined) await insertDelivery(tx, wish);
  return toldAt;
}

/** It waits until the route has collected, and where that is in quiet hours until they are over. */
function timingOf(
  { quietHours, groupSeconds }: NotificationRoute,
  isUrgent: boolean,
  { now, timeOf }: WallClock,
): { waitMs: number; toldAt: Date } {
  const from = now();
  const collected = new Date(from.getTime() + groupSeconds * 1_000);
  const isHeld = quietHours !== null && !isUrgent;
  const end = isHeld ? endOfQuiet(collected, quietHours, timeOf) : collected;
  return { waitMs: end.getTime() - from.getTime(), toldAt: end === collected ? from : end };
}
