/** What inventory listens to: the catalogue, and what becomes of orders. */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import { type Consumer, type Message, on } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { type IssueDeps, issueStock } from './issue-stock.ts';
import { lockAhead } from './lock-ahead.ts';
import { saveProducts } from './product-store.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';
import { returnStock } from './return-stock.ts';

export function inventoryConsumers(deps: IssueDeps): Consumer[] {
  return [
    {
      queue: 'inventory.catalog',
      handlers: {
        'product.created': on(eventSchemas['product.created'], keepProducts),
        'product.updated': on(eventSchemas['product.updated'], keepProducts),
        'product.archived': on(eventSchemas['product.archived'], keepProducts),
      },
    },
    {
      queue: 'inventory.orders',
      lock: lockAhead,
      handlers: {
        'order.placed': on(eventSchemas['order.placed'], (tx, messages) =>
          reserveStock(tx, messages, deps),
        ),
        'order.cancelled': on(eventSchemas['order.cancelled'], (tx, messages) =>
          releaseStock(tx, messages, deps),
        ),
        'sale.completed': on(eventSchemas['sale.completed'], (tx, messages) =>
          issueStock(tx, messages, deps),
        ),
        'sale.refunded': on(eventSchemas['sale.refunded'], (tx, messages) =>
          returnStock(tx, messages, deps),
        ),
      },
    },
  ];
}

function keepProducts(tx: Tx, messages: Message<ProductChanged>[]): Promise<void> {
  const products = messages.map(({ data }) => data.product);
  return saveProducts(tx, products);
}
