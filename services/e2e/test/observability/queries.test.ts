/** Protects: what dashboards and alerts ask is answered by a real Prometheus that watched a shop at work. */
import assert from 'node:assert/strict';
import { runFlow } from '@balcao/e2e/flow.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Postgres, startPostgres } from '@balcao/local/postgres.ts';
import { makeDataDir, removeDataDir } from '../../../../scripts/harness/shop-process.ts';
import { openWholeShop, type WholeShop } from '../../../../scripts/harness/whole-shop.ts';
import type { TestServer } from '../../../../scripts/servers/server.ts';
import { chart } from './chart-files.ts';
import { checkQueries } from './check-queries.ts';
import { keptRule } from './kept-rule.ts';
import { requireProgram, startPrometheus } from './programs.ts';

/** Events go through this process, so there is no RabbitMQ; with it the cluster tests ask the same. */
const absent = /rabbitmq_(queue_|connections|process_|messages_publish_errors)/;

describe('queries of dashboards and alerts', function () {
  this.timeout(300_000);
  let dataDir: string;
  let postgres: Postgres;
  let shop: WholeShop;
  let prometheus: TestServer;

  const openPostgres = (port?: number) =>
    startPostgres({
      dataDir: `${dataDir}/server`,
      log: () => undefined,
      ...(port === undefined ? {} : { port }),
    });

  before(async function () {
    const program = requireProgram(this, 'prometheus');
    dataDir = await makeDataDir();
    postgres = await openPostgres();
    shop = await openWholeShop({
      LOG_LEVEL: 'silent',
      DATABASE_URL: postgres.adminUrl,
      LEDGER_PROOF_MS: '500',
      STOCK_PROOF_MS: '500',
      STOCK_GAUGE_MS: '500',
      COUNTER_GAUGE_MS: '500',
    });
    prometheus = await startPrometheus(program, new URL(shop.url).host);
  });
  after(async () => {
    await prometheus?.stop();
    await shop?.close();
    await postgres?.stop();
    if (dataDir !== undefined) await removeDataDir(dataDir);
  });

  it('return data once the shop has sold and has failed', async () => {
    await failOnce();
    const flow = { url: shop.url, print: () => undefined, isQuiet: true };
    await keepSome((await runFlow(flow)).credentials);
    const spans = { rateIntervalSeconds: 60, rangeSeconds: 600 };
    await eventually(async () => {
      const problems = await checkQueries({ url: prometheus.url, chart, absent, ...spans });
      assert.deepEqual(problems, []);
    }, 60_000);
  });

  it('are evaluated without an error by the rules', async () => {
    await eventually(async () => {
      const answer = await fetch(`${prometheus.url}/api/v1/rules`);
      const { data } = JSON.parse(await answer.text());
      const rules: { name: string; health: string }[] = data.groups.flatMap(
        (group: { rules: object[] }) => group.rules,
      );
      assert.ok(rules.length > 20);
      assert.deepEqual(
        rules.filter(({ health }) => health !== 'ok').map(({ name }) => name),
        [],
      );
    });
  });

  /** The flow puts away what it made; a shop has goods, and watches a price. */
  async function keepSome(credentials: object | undefined): Promise<void> {
    const { body } = await createApiClient(shop.url).post('/auth/login', credentials);
    const admin = createApiClient(shop.url, body.accessToken);
    const product = { sku: 'KEPT', name: 'Picanha', unit: 'kg', priceMinor: 1000 };
    assert.equal((await admin.post('/products', product)).status, 201);
    assert.equal((await admin.post('/market/rules', keptRule)).status, 201);
    const feed = { provider: 'replay', symbol: 'KEPT', code: 'usd-brl', everySeconds: 3_600 };
    assert.equal((await admin.post('/market/feeds', { name: 'Kept', ...feed })).status, 201);
  }

  /** A request while the database is away is a 503 under its route: what the panels of errors show. */
  async function failOnce(): Promise<void> {
    const { port } = postgres;
    await postgres.stop();
    const login = () =>
      fetch(`${shop.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'nobody@shop.example', password: 'not-a-password' }),
      });
    assert.equal((await login()).status, 503);
    postgres = await openPostgres(port);
    await eventually(async () => assert.notEqual((await login()).status, 503));
  }
});
