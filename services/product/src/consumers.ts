/** What product hears: how much of each product may be sold. */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { Queue } from '@balcao/contracts/topology.ts';
import { type Consumer, on } from '@balcao/kit/consumer.ts';
import { saveAvailability } from './availability-store.ts';

const queue: Queue = 'product.stock';

export function productConsumers(): Consumer[] {
  return [
    {
      queue,
      handlers: {
        'stock.changed': on(eventSchemas['stock.changed'], (tx, messages) =>
          saveAvailability(
            tx,
            messages.flatMap(({ data }) => data.items),
          ),
        ),
        'stock.available': on(eventSchemas['stock.available'], (tx, messages) =>
          saveAvailability(
            tx,
            messages.map(({ data }) => data),
          ),
        ),
      },
    },
  ];
}
