/** `bench orders`: three-line cash orders of lots, at a till, under a promotion; counted when completed and posted. */
import { startPostgres } from '@balcao/local/postgres.ts';
import { type Counter, stockUp, until } from '../harness/counter.ts';
import { createLoadClient } from '../harness/http-client.ts';
import { milliseconds, perSecond, printRow, runLoad } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';
import { runBareOrders } from './bare-orders.ts';

const concurrencies = [1, 4, 8];
const lineMinor = 1000;
const promotedMinor = 900;
/** Of an order, when one of its lines is promoted. */
export const promotedTotalMinor = 2 * lineMinor + promotedMinor;

export async function benchOrders({ seconds }: { seconds: number }): Promise<void> {
  const dataDir = await makeDataDir();
  const postgres = await startPostgres({ dataDir: `${dataDir}/postgres`, log: () => undefined });
  const env = { DATABASE_URL: postgres.socketUrl, AMQP_URL: '', REDIS_URL: '' };
  process.stdout.write(
    `Three-line cash orders of lots, one line promoted, entered in a till, ${seconds} s each, completed and posted\n\n`,
  );
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
  const plain = { url: shop.url, counter, totalMinor: 3 * lineMinor };
  await sell(plain, { concurrency: 4, seconds: 3 });
  const most = Math.max(...concurrencies);
  report(
    `${name}, no till and no promotion, c = ${most}`,
    await sell(plain, { concurrency: most, seconds }),
  );
  await openTill(counter);
  await promote(counter);
  const whole = { ...plain, totalMinor: promotedTotalMinor };
  for (const concurrency of concurrencies) {
    report(`${name}, c = ${concurrency}`, await sell(whole, { concurrency, seconds }));
  }
  await shop.stop();
  await removeDataDir(shop.dataDir);
}

function report(name: string, { count, duration, p50, p99 }: Awaited<ReturnType<typeof sell>>) {
  const figures = { p50: milliseconds(p50), p99: milliseconds(p99) };
  printRow(name, { rate: perSecond(count, duration), ...figures });
}

export async function openTill({ call }: Counter): Promise<void> {
  const opened = await call.post('/tills', { register: '1', floatMinor: 10_000 });
  // A second shop on the same databases finds the till of the first.
  if (opened.body.code !== 'till_already_open') expectStatus(201, opened);
}

/** Resolves when sales sells the first product at the promotion's price. */
export async function promote({ call, productIds }: Counter): Promise<void> {
  const [productId] = productIds;
  const promotion = { name: 'Bench', productId, kind: 'price', priceMinor: promotedMinor };
  expectStatus(201, await call.post('/promotions', promotion));
  const draft = { lines: [{ productId, quantityMilli: 1000 }], place: false };
  await until(async () => {
    const { body } = await call.post('/orders', draft);
    return body.totalMinor === promotedMinor;
  });
}

function expectStatus(wanted: number, { status, body }: { status: number; body: unknown }): void {
  if (status !== wanted) throw new Error(`${status}: ${JSON.stringify(body)}`);
}

interface Shop {
  url: string;
  counter: Counter;
  /** What an order costs, in centavos. */
  totalMinor: number;
}

/** Resolves when what was sold is in the ledger; the latencies are in milliseconds. */
export async function sell(
  { url, counter, totalMinor }: Shop,
  load: { concurrency: number; seconds: number },
) {
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
