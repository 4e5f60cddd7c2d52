/** Decides what is sent where and when: each route by events, severity, quiet hours and grouping. */
import type { NotificationRoute } from '@balcao/contracts/api/notification-routes.ts';
import { severities } from '@balcao/contracts/severity.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { insertDelivery, joinDelivery } from './delivery-store.ts';
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
  for (const route of await readRoutes(tx))
    for (const notification of notifications)
      if (isWanted(notification, route)) await addTo(tx, { route, notification, clock });
}

function isWanted(
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
}

async function addTo(tx: Tx, { route, notification, clock }: Adding): Promise<void> {
  const isUrgent = notification.severity === 'critical';
  const waitMs = waitOf(route, isUrgent, clock);
  const wish = {
    channelId: route.channelId,
    routeId: route.id,
    notificationIds: [notification.id],
    threads: notification.thread === null ? [] : [notification.thread],
    groupKey: groupKey(notification, route.groupBy),
    isUrgent,
    // To the second: the end of quiet hours is the same moment for all that wait for it.
    dueAt: waitMs === 0 ? new Date() : new Date(Math.round((Date.now() + waitMs) / 1_000) * 1_000),
  };
  if (waitMs > 0 && (await joinDelivery(tx, wish))) return;
  await insertDelivery(tx, wish);
}

/** Until the route has collected, and where that is in quiet hours until they are over. */
function waitOf(
  { quietHours, groupSeconds }: NotificationRoute,
  isUrgent: boolean,
  { now, timeOf }: WallClock,
): number {
  const from = now();
  const collected = new Date(from.getTime() + groupSeconds * 1_000);
  if (quietHours === null || isUrgent) return collected.getTime() - from.getTime();
  return endOfQuiet(collected, quietHours, timeOf).getTime() - from.getTime();
}
