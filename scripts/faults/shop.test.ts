/** The whole shop, brought up as `npm start` does: what no single service can promise alone. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { type Postgres, startPostgres } from '@balcao/local/postgres.ts';
import { logIn, until } from '../harness/counter.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { openWholeShop, type WholeShop } from '../harness/whole-shop.ts';

interface TestShop extends WholeShop {
  admin: ApiClient;
}

async function openTestShop(env: Record<string, string> = {}): Promise<TestShop> {
  const shop = await openWholeShop({ LOG_LEVEL: 'silent', STRICT_ANSWERS: 'true', ...env });
  return { ...shop, admin: createApiClient(shop.url, await logIn(shop.url)) };
}

let nextSku = 1;

/** A product with so much stock, in thousandths, that sales knows of. */
async function addProduct(admin: ApiClient, stockedMilli: number): Promise<string> {
  const sku = `SKU-${nextSku++}`;
  const product = { sku, name: 'Picanha', unit: 'kg', priceMinor: 1000, costMinor: 500 };
  const { id } = (await admin.post('/products', product)).body;
  const movement = {
    type: 'purchase',
    productId: id,
    quantityMilli: stockedMilli,
    unitCostMinor: 500,
  };
  await until(async () => (await admin.post('/inventory/movements', movement)).status === 201);
  const lines = [{ productId: id, quantityMilli: 1000 }];
  await until(async () => (await admin.post('/orders', { lines, place: false })).status === 201);
  return id;
}

function describeScarcity(
  transport: string,
  env: (suite: Mocha.Context) => Record<string, string>,
) {
  describe(`thirty concurrent sales against a stock of ten, ${transport}`, function () {
    this.timeout(180_000);
    let shop: TestShop;
    before(async function () {
      shop = await openTestShop(env(this));
    });
    after(() => shop?.close());

    for (const round of [1, 2, 3]) {
      it(`completes ten and rejects twenty (round ${round})`, async () => {
        const productId = await addProduct(shop.admin, 10_000);
        const order = {
          lines: [{ productId, quantityMilli: 1000 }],
          payments: [{ method: 'cash', amountMinor: 1000 }],
        };
        const answers = await Promise.all(
          Array.from({ length: 30 }, () =>
            shop.admin.post('/orders', order, { prefer: 'wait=30' }),
          ),
        );
        const count = (status: string) =>
          answers.filter(({ body }) => body.status === status).length;
        assert.deepEqual(
          { completed: count('completed'), rejected: count('rejected') },
          { completed: 10, rejected: 20 },
        );
        await eventually(async () => {
          const { body } = await shop.admin.get(`/inventory/stock/${productId}`);
          assert.deepEqual([body.onHandMilli, body.availableMilli], [0, 0]);
        });
      });
    }

    it('sells lines in opposite order at the same time without a deadlock', async () => {
      const productIds = [
        await addProduct(shop.admin, 1_000_000),
        await addProduct(shop.admin, 1_000_000),
      ];
      const orderIds = await Promise.all(
        Array.from({ length: 40 }, async (_none, n) => {
          const ids = n % 2 === 0 ? productIds : productIds.toReversed();
          const lines = ids.map((productId) => ({ productId, quantityMilli: 1000 }));
          const payments = [{ method: 'cash', amountMinor: 2000 }];
          const { body } = await shop.admin.post(
            '/orders',
            { lines, payments },
            { prefer: 'wait=30' },
          );
          assert.equal(body.status, 'completed', JSON.stringify(body));
          return body.id;
        }),
      );
      assert.equal(new Set(orderIds).size, 40);
      const { body } = await shop.admin.get('/finance/ledger/verify');
      assert.equal(body.isConsistent, true);
    });
  });
}

describeScarcity('embedded', () => ({}));
describeScarcity('on RabbitMQ', (suite) => ({ AMQP_URL: serverUrl(suite, 'TEST_AMQP_URL') }));

describe('one trace', function () {
  this.timeout(120_000);

  it('leads from POST /orders through every hop to the journal posting', async () => {
    const collector = await startCollector();
    const shop = await openTestShop({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    let traceId: string | null;
    try {
      const productId = await addProduct(shop.admin, 10_000);
      const order = {
        lines: [{ productId, quantityMilli: 1000 }],
        payments: [{ method: 'debit', amountMinor: 1000 }],
      };
      const { body, headers } = await shop.admin.post('/orders', order, { prefer: 'wait=20' });
      assert.equal(body.status, 'completed');
      traceId = headers.get('x-trace-id');
      await eventually(async () => {
        const { body: stock } = await shop.admin.get(`/inventory/stock/${productId}`);
        assert.equal(stock.onHandMilli, 9000);
      });
    } finally {
      // Closing the shop sends the spans that are still held back.
      await shop.close();
      await collector.close();
    }
    const names = collector.spans
      .filter((span) => span.traceId === traceId)
      .map(({ service, name }) => `${service}: ${name}`);
    for (const hop of [
      'balcao-sales: POST /api/v1/orders',
      'balcao-sales: publish order.placed',
      'balcao-inventory: process order.placed',
      'balcao-inventory: publish stock.reserved',
      'balcao-sales: process stock.reserved',
      'balcao-sales: publish payment.requested',
      'balcao-payment: process payment.requested',
      'balcao-payment: publish payment.approved',
      'balcao-sales: process payment.approved',
      'balcao-sales: publish sale.completed',
      'balcao-finance: process sale.completed',
      'balcao-finance: post journal',
    ]) {
      assert.ok(names.includes(hop), `${hop} is missing from ${names.join(', ')}`);
    }
  });
});

interface Collector {
  url: string;
  spans: { service: string; name: string; traceId: string }[];
  close(): Promise<void>;
}

/** An OpenTelemetry collector that only remembers (OTLP/HTTP in JSON). */
async function startCollector(): Promise<Collector> {
  const spans: Collector['spans'] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    for (const { resource, scopeSpans } of resourceSpans) {
      const name = resource.attributes.find(({ key }: { key: string }) => key === 'service.name');
      for (const span of scopeSpans.flatMap((scope: { spans: object[] }) => scope.spans)) {
        spans.push({ service: name.value.stringValue, name: span.name, traceId: span.traceId });
      }
    }
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

describe('PostgreSQL that goes away', function () {
  this.timeout(120_000);
  let dataDir: string;
  let postgres: Postgres;
  let shop: TestShop;
  const startServer = (port?: number) =>
    startPostgres({
      dataDir: `${dataDir}/server`,
      log: () => undefined,
      ...(port === undefined ? {} : { port }),
    });

  before(async () => {
    dataDir = await makeDataDir();
    postgres = await startServer();
    shop = await openTestShop({ DATABASE_URL: postgres.adminUrl });
  });
  after(async () => {
    await shop?.close();
    await postgres?.stop();
    await removeDataDir(dataDir);
  });

  it('is answered by 503 with Retry-After in 2 s, by /livez 200, and is back in 5 s', async () => {
    const { port } = postgres;
    const productId = await addProduct(shop.admin, 100_000);
    await postgres.stop();
    const order = {
      lines: [{ productId, quantityMilli: 1000 }],
      payments: [{ method: 'cash', amountMinor: 1000 }],
    };
    for (const call of [
      () => shop.admin.get('/products'),
      () => shop.admin.post('/orders', order),
    ]) {
      const askedAt = performance.now();
      const answer = await call();
      assert.ok(performance.now() - askedAt < 2_000, 'the answer comes within 2 s');
      assert.deepEqual([answer.status, answer.body.code], [503, 'unavailable']);
      assert.ok(answer.headers.get('retry-after'));
    }
    assert.equal((await fetch(`${shop.url}/livez`)).status, 200);
    const ready = await fetch(`${shop.url}/readyz`);
    assert.equal(ready.status, 503);
    const { services } = JSON.parse(await ready.text());
    assert.equal(services.sales.dependencies.postgres.status, 'down');
    postgres = await startServer(port);
    const orderId = await eventually(async () => {
      const { status, body } = await shop.admin.post('/orders', order);
      assert.deepEqual([status, body.status], [201, 'completed']);
      return body.id;
    }, 5_000);
    assert.equal((await shop.admin.get(`/orders/${orderId}`)).body.status, 'completed');
  });
});
