/** The API of notifier: what people should look at. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { severity } from '../severity.ts';

/** The events that people are told of; those of `system` come from the Prometheus that watches the shop. */
export const notificationEvents = [
  'stock.low',
  'stock.expiring',
  'payment.declined',
  'till.closed',
  'market.alert.firing',
  'market.alert.resolved',
  'system.alert.firing',
  'system.alert.resolved',
] as const;
export const notificationEvent = z.enum(notificationEvents);
export type NotificationEvent = z.infer<typeof notificationEvent>;

const bilingual = z.object({ pt: z.string(), en: z.string() });

export const notification = z.object({
  id,
  event: notificationEvent,
  /** The aggregate that it is about: a product, a payment, a till; the name of an alert. */
  subject: z.string(),
  severity,
  title: bilingual,
  body: bilingual,
  occurredAt: instant,
});
export type Notification = z.infer<typeof notification>;

export const notificationListQuery = z.strictObject({
  ...pageParameters,
  event: notificationEvent.optional(),
  severity: severity.optional(),
});
export type NotificationListQuery = z.infer<typeof notificationListQuery>;

export const notificationPage = page(notification);
export type NotificationPage = z.infer<typeof notificationPage>;
