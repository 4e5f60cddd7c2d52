/** The exchanges and queues on RabbitMQ: a quorum queue per consumer, each with its parking lot. */
import type { Channel } from 'amqplib';
import type { Topology } from './bus.ts';

export const exchange = 'balcao.events';
const deadExchange = 'balcao.dead';
export const parkedSuffix = '.parked';
export const deliveryLimit = 20;
/** As good as none, which only RabbitMQ 4 can express; its default of 20 would drop parked messages. */
const noDeliveryLimit = 2 ** 31 - 1;

/** Every process declares all of it, so that no event is lost because its consumer has not started yet. */
export async function declare(channel: Channel, topology: Topology): Promise<void> {
  await channel.assertExchange(exchange, 'topic', { durable: true });
  await channel.assertExchange(deadExchange, 'direct', { durable: true });
  for (const [queue, types] of Object.entries(topology)) {
    const parked = `${queue}${parkedSuffix}`;
    await channel.assertQueue(parked, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-overflow': 'reject-publish',
        'x-delivery-limit': noDeliveryLimit,
      },
    });
    await channel.bindQueue(parked, deadExchange, parked);
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-overflow': 'reject-publish',
        'x-delivery-limit': deliveryLimit,
        'x-dead-letter-exchange': deadExchange,
        'x-dead-letter-routing-key': parked,
        'x-dead-letter-strategy': 'at-least-once',
      },
    });
    for (const type of types) await channel.bindQueue(queue, exchange, type);
  }
}
