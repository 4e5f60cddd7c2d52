/** Empties every queue of a shop that is stopped: messages of before would tell a restored shop of what it has not done. */
import { setTimeout as delay } from 'node:timers/promises';
import { topology } from '@balcao/contracts/topology.ts';
import { parkedSuffix } from '@balcao/kit/rabbitmq-topology.ts';
import { type ChannelModel, connect } from 'amqplib';
import { BackupFailure } from './backup-failure.ts';

const connectTimeoutMs = 10_000;
/** A pod that has just ended may be a consumer for a moment more. */
const looks = 50;
const betweenLooksMs = 200;

/**
 * Answers how many messages there were. Done twice it is as done once.
 * @throws BackupFailure `shop_open` when somebody still consumes: what they have taken would come back.
 */
export async function emptyQueues(url: string): Promise<number> {
  const connection = await connect(url, { timeout: connectTimeoutMs });
  // Whoever waits for an answer is told by its rejection.
  connection.on('error', () => undefined);
  try {
    let messages = 0;
    for (const name of Object.keys(topology))
      for (const queue of [name, `${name}${parkedSuffix}`])
        messages += await emptyOne(connection, queue);
    return messages;
  } finally {
    await connection.close().catch(() => undefined);
  }
}

async function emptyOne(connection: ChannelModel, queue: string): Promise<number> {
  // A question about a queue that is not there costs the channel.
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  try {
    for (let look = 1; (await channel.checkQueue(queue)).consumerCount > 0; look += 1) {
      if (look >= looks)
        throw new BackupFailure('shop_open', `somebody consumes ${queue}: stop the services first`);
      await delay(betweenLooksMs);
    }
    const { messageCount } = await channel.purgeQueue(queue);
    await channel.close();
    return messageCount;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 404;
}
