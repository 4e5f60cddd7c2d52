/**
 * Every event type and the schema of its payload. Payloads let unknown fields pass (and drop them): events
 * grow by additions, and a consumer that is one version behind must not park what its neighbour added.
 */
import type { z } from 'zod';
import { userDisabled, userRegistered, userUpdated } from './auth.ts';
import { entryCategorized, entryCreated, entryReversed } from './finance.ts';
import {
  stockAvailable,
  stockChanged,
  stockCosted,
  stockExpiring,
  stockLow,
  stockRejected,
  stockReserved,
} from './inventory.ts';
import {
  feedDue,
  marketAlert,
  marketAlertAcknowledged,
  marketAlertMuting,
  quoteCollected,
} from './market.ts';
import { notificationFailed } from './notification.ts';
import { paymentApproved, paymentDeclined, paymentExpired, paymentRefunded } from './payment.ts';
import { categoryChanged, productChanged, promotionChanged } from './product.ts';
import {
  orderCancelled,
  orderPlaced,
  paymentRequested,
  saleCompleted,
  saleRefunded,
} from './sales.ts';
import { tabAdjusted, tabPaid } from './tabs.ts';
import { tillClosed, tillOpened } from './tills.ts';

export const eventSchemas = {
  'user.registered': userRegistered,
  'user.updated': userUpdated,
  'user.disabled': userDisabled,
  'product.created': productChanged,
  'product.updated': productChanged,
  'product.archived': productChanged,
  'category.created': categoryChanged,
  'category.updated': categoryChanged,
  'promotion.created': promotionChanged,
  'promotion.updated': promotionChanged,
  'stock.reserved': stockReserved,
  'stock.rejected': stockRejected,
  'stock.changed': stockChanged,
  'stock.available': stockAvailable,
  'stock.costed': stockCosted,
  'stock.low': stockLow,
  'stock.expiring': stockExpiring,
  'order.placed': orderPlaced,
  'order.cancelled': orderCancelled,
  'payment.requested': paymentRequested,
  'payment.approved': paymentApproved,
  'payment.declined': paymentDeclined,
  'payment.expired': paymentExpired,
  'payment.refunded': paymentRefunded,
  'sale.completed': saleCompleted,
  'sale.refunded': saleRefunded,
  'till.opened': tillOpened,
  'till.closed': tillClosed,
  'tab.paid': tabPaid,
  'tab.adjusted': tabAdjusted,
  'entry.created': entryCreated,
  'entry.categorized': entryCategorized,
  'entry.reversed': entryReversed,
  'feed.due': feedDue,
  'notification.failed': notificationFailed,
  'quote.collected': quoteCollected,
  'market.alert.firing': marketAlert,
  'market.alert.resolved': marketAlert,
  'market.alert.acknowledged': marketAlertAcknowledged,
  'market.alert.muted': marketAlertMuting,
  'market.alert.unmuted': marketAlertMuting,
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventPayload<Type extends EventType> = z.infer<(typeof eventSchemas)[Type]>;

export const isEventType = (value: string): value is EventType =>
  Object.hasOwn(eventSchemas, value);

export const eventTypes: readonly EventType[] = Object.keys(eventSchemas).filter(isEventType);

/** An event to be stored in an outbox; `subject` is the id that orders it among its fellows. */
export interface Event<Type extends EventType = EventType> {
  type: Type;
  subject: string;
  data: EventPayload<Type>;
}

/** Builds an event whose payload the compiler holds against its type. */
export const event = <Type extends EventType>(
  type: Type,
  subject: string,
  data: EventPayload<Type>,
): Event<Type> => ({ type, subject, data });
