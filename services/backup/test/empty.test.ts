/** A stopped shop's queues and Redis are emptied whole; those of an open one are not touched. */
import assert from 'node:assert/strict';
import { topology } from '@balcao/contracts/topology.ts';
import { declare, exchange } from '@balcao/kit/rabbitmq-topology.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { type ChannelModel, connect } from 'amqplib';
import { Redis } from 'ioredis';
import { startRabbitmq } from '../../../scripts/servers/rabbitmq.ts';
import { startRedis } from '../../../scripts/servers/redis.ts';
import { runProgram } from '../src/run-program.ts';

describe('emptying a shop', function () {
  this.timeout(120_000);
  let servers: Awaited<ReturnType<typeof startRedis>>[] = [];
  let connection: ChannelModel;
  let env: Record<string, string>;

  before(async function () {
    serverUrl(this, 'TEST_AMQP_URL');
    serverUrl(this, 'TEST_REDIS_URL');
    servers = await Promise.all([startRabbitmq(), startRedis()]);
    const [amqp = '', redis = ''] = servers.map(({ url }) => url);
    env = { AMQP_URL: amqp, REDIS_URL: redis, LOG_LEVEL: 'silent', BACKUP_RESULT_FILE: '/none' };
    connection = await connect(amqp);
  });
  after(async () => {
    await connection?.close();
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function empty() {
    const said: string[] = [];
    const code = await runProgram({
      args: ['empty'],
      env,
      print: (line) => said.push(line),
      printError: (text) => said.push(text),
    });
    return { code, result: JSON.parse(said[0] ?? '{}') };
  }

  it('does nothing where there are no queues yet', async () => {
    assert.deepEqual(await empty(), {
      code: 0,
      result: { verb: 'empty', ok: true, messages: 0, keys: 0 },
    });
  });

  it('removes every message of every queue, those at rest too, and every key', async () => {
    const channel = await connection.createConfirmChannel();
    await declare(channel, topology);
    for (const type of new Set(Object.values(topology).flat()))
      channel.publish(exchange, type, Buffer.from('{}'), { persistent: true });
    channel.sendToQueue('finance.sales.parked', Buffer.from('{}'), { persistent: true });
    await channel.waitForConfirms();
    const redis = new Redis(env.REDIS_URL ?? '');
    await redis.mset('a', '1', 'b', '2');
    const { code, result } = await empty();
    const expected = Object.values(topology).flat().length + 1;
    assert.deepEqual([code, result.messages, result.keys], [0, expected, 2]);
    for (const queue of Object.keys(topology))
      assert.equal((await channel.checkQueue(queue)).messageCount, 0, queue);
    assert.equal(await redis.dbsize(), 0);
    redis.disconnect();
    await channel.close();
  });

  it('is refused while somebody consumes, and their messages stay', async () => {
    const channel = await connection.createConfirmChannel();
    await channel.prefetch(1);
    const { consumerTag } = await channel.consume('sales.stock', () => undefined);
    for (let n = 0; n < 3; n += 1)
      channel.sendToQueue('sales.stock', Buffer.from('{}'), { persistent: true });
    await channel.waitForConfirms();
    const { code, result } = await empty();
    assert.deepEqual([code, result.code], [42, 'shop_open']);
    assert.match(result.message, /somebody consumes sales\.stock/);
    await channel.cancel(consumerTag);
    await channel.close();
    assert.equal((await empty()).result.messages, 3);
  });
});
