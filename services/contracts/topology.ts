/** Who listens to what: the only list. Every process declares all of it, so that start order loses nothing. */
import type { EventType } from './events/catalog.ts';

/** Queue → event types, one by one and without wildcards, so that a new type reaches nobody by accident. */
export const topology = {
  'product.stock': ['stock.changed', 'stock.available'],
  'inventory.catalog': ['product.created', 'product.updated', 'product.archived'],
  'inventory.orders': ['order.placed', 'order.cancelled', 'sale.completed', 'sale.refunded'],
  'sales.catalog': [
    'product.created',
    'product.updated',
    'product.archived',
    'promotion.created',
    'promotion.updated',
  ],
  'sales.stock': ['stock.reserved', 'stock.rejected'],
  'sales.payments': ['payment.approved', 'payment.declined', 'payment.expired', 'payment.refunded'],
  'payment.orders': ['payment.requested', 'order.cancelled', 'sale.completed', 'sale.refunded'],
  'finance.sales': ['sale.completed', 'sale.refunded'],
  'finance.payments': ['payment.approved'],
  'finance.stock': ['stock.changed'],
  'finance.tabs': ['tab.paid', 'tab.adjusted'],
  'finance.tills': ['till.closed'],
  'finance.entries': ['entry.created'],
  'finance.categories': ['entry.categorized'],
  'finance.reversals': ['entry.reversed'],
  /** The work queue of market-analyzer: each task reaches one of its replicas. */
  'assets-tasks': ['feed.due'],
  'market-analyzer.catalog': ['product.created', 'product.updated'],
  'market-analyzer.costs': ['stock.costed'],
  'notifier.catalog': ['product.created', 'product.updated'],
  'notifier.shop': ['stock.low', 'stock.expiring', 'payment.declined', 'till.closed'],
  'notifier.market': ['market.alert.firing', 'market.alert.resolved'],
  'notifier.acknowledgements': ['market.alert.acknowledged'],
  'notifier.mutings': ['market.alert.muted', 'market.alert.unmuted'],
} as const satisfies Record<string, readonly EventType[]>;

export type Queue = keyof typeof topology;
/** The event types that a queue receives. */
export type EventTypeOf<Name extends Queue> = (typeof topology)[Name][number];
