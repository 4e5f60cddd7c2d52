/** The API of routes, which say what is sent where and when, and of deliveries, which say what became of it. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { severity } from '../severity.ts';
import { notificationEvent } from './notifications.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

/**
 * What may tell groups apart: the kind of event, of which the beginning and the end of an alert are one; the product,
 * payment, till or alert that it is about; of alerts the rule, and of those on prices the symbol.
 */
export const groupLabel = z.enum(['event', 'subject', 'rule', 'symbol']);
export type GroupLabel = z.infer<typeof groupLabel>;

const routeFields = {
  channelId: id,
  /** Empty: all of them. */
  events: z.array(notificationEvent).max(20),
  minimumSeverity: severity,
  /** What is not critical waits until their end, on the shop's clock; they may last over midnight. */
  quietHours: z
    .strictObject({ from: clockTime, to: clockTime })
    .refine(({ from, to }) => from !== to, 'must begin and end at different times')
    .nullable(),
  /** What comes within so many seconds of the first is sent as one message; 0: each by itself. */
  groupSeconds: z.int().min(0).max(86_400),
  /** Each group is a message of its own; empty: all that comes together is one. Absent in an older version. */
  groupBy: z.array(groupLabel).max(groupLabel.options.length).default([]),
  /** After how many seconds an alert on prices that goes on is told again; null: never. Absent in an older version. */
  repeatSeconds: z.int().min(300).max(604_800).nullable().default(null),
};

export const createRouteRequest = z.strictObject({
  id: id.optional(),
  ...routeFields,
  events: routeFields.events.default([]),
  minimumSeverity: severity.default('info'),
  quietHours: routeFields.quietHours.default(null),
  groupSeconds: routeFields.groupSeconds.default(0),
});
export type CreateRouteRequest = z.infer<typeof createRouteRequest>;

export const updateRouteRequest = z.strictObject(routeFields);
export type UpdateRouteRequest = z.infer<typeof updateRouteRequest>;

export const notificationRoute = z.object({ id, ...routeFields });
export type NotificationRoute = z.infer<typeof notificationRoute>;

export const notificationRoutePage = page(notificationRoute);
export type NotificationRoutePage = z.infer<typeof notificationRoutePage>;

/** waiting: to be sent or sent again; dead: not tried any more until a person replays it. */
export const deliveryState = z.enum(['waiting', 'sent', 'dead']);
export type DeliveryState = z.infer<typeof deliveryState>;

export const delivery = z.object({
  id,
  channelId: id,
  /** None for a test message. */
  notificationIds: z.array(id),
  state: deliveryState,
  attempts: z.int().min(0),
  /** When it is tried next, while it waits. */
  dueAt: instant,
  /** Why the last attempt failed. */
  error: z.string().nullable(),
  sentAt: instant.nullable(),
  createdAt: instant,
});
export type Delivery = z.infer<typeof delivery>;

export const deliveryListQuery = z.strictObject({
  ...pageParameters,
  state: deliveryState.optional(),
  channelId: id.optional(),
});
export type DeliveryListQuery = z.infer<typeof deliveryListQuery>;

export const deliveryPage = page(delivery);
export type DeliveryPage = z.infer<typeof deliveryPage>;
