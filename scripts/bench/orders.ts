/** `bench orders`: three-line cash orders, counted when completed and posted in the ledger. */
import { startPostgres } from '@balcao/local/postgres.ts';
import { type Counter, stockUp, until } from '../harness/counter.ts';
import { createLoadClient } from '../harness/http-client.ts';
import { milliseconds, perSecond, printRow, runLoad } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { runBareOrders } from './bare-orders.ts';

const concurrencies = [1, 4, 8];
const lineMinor = 1000;
const totalMinor = 3 * lineMinor;

export async function benchOrders({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  process.stdout.write(`Three-line cash orders, ${seconds} s each, completed and posted\n\n`);
  await benchShop('one process, in-process bus', { env, args: [] }, seconds);
  if (process.env.AMQP_URL) {
    await benchShop(
      'one process per service, RabbitMQ',
      { env: { ...env, AMQP_URL: process.env.AMQP_URL }, args: ['--processes'] },
      seconds,
    );
  } else {
    process.stdout.write(
      '  (set AMQP_URL for the figure with RabbitMQ and one process per service)\n',
    );
  }
  for (const concurrency of concurrencies) {
    const result = await runBareOrders(postgres.socketUrl, { concurrency, seconds });
    printRow(`baseline: the same rows by bare SQL, c = ${concurrency}`, {
      rate: perSecond(result.count, result.seconds),
      p50: milliseconds(result.p50),
      p99: milliseconds(result.p99),
    });
  }
  await postgres.stop();
  await removeDataDir(dataDir);
}

async function benchShop(
  name: string,
  options: { env: Record<string, string>; args: string[] },
  seconds: number,
): Promise<void> {
  const shop = await startShopProcess(options);
  const counter = await stockUp(shop.url, 3, lineMinor);
  await sell(shop.url, counter, { concurrency: 4, seconds: 3 });
  for (const concurrency of concurrencies) {
    const { count, duration, p50, p99 } = await sell(shop.url, counter, { concurrency, seconds });
    printRow(`${name}, c = ${concurrency}`, {
      rate: perSecond(count, duration),
      p50: milliseconds(p50),
      p99: milliseconds(p99),
    });
  }
  await shop.stop();
  await removeDataDir(shop.dataDir);
}

async function sell(url: string, counter: Counter, load: { concurrency: number; seconds: number }) {
  const { token, productIds } = counter;
  const client = createLoadClient(url, token, load.concurrency);
  const order = {
    lines: productIds.map((productId) => ({ productId, quantityMilli: 1000 })),
    payments: [{ method: 'cash', amountMinor: totalMinor, tenderedMinor: totalMinor }],
  };
  const before = await cashMinor(counter);
  const startedAt = performance.now();
  const { count, p50, p99 } = await runLoad(load, async () => {
    const { status, text } = await client.call('POST', '/orders', order);
    if (status !== 201 || !text.includes('"status":"completed"')) {
      throw new Error(`not completed: ${status} ${text}`);
    }
  });
  await until(async () => (await cashMinor(counter)) >= before + count * totalMinor);
  client.close();
  return { count, duration: (performance.now() - startedAt) / 1000, p50, p99 };
}

/** What the ledger says is in the cash account, in centavos: how a sale is seen to be posted. */
async function cashMinor({ call }: Counter): Promise<number> {
  const { body: accounts } = await call.get('/finance/accounts');
  const cash = accounts.items.find(({ code }: { code: string }) => code === 'cash');
  const { body } = await call.get(`/finance/accounts/${cash.id}/balance`);
  return body.balanceMinor;
}
