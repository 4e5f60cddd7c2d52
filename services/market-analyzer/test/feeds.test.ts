/** Guarantees of feeds: what is due is collected once, by anybody, whatever a provider or a replica does. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Market, startMarket } from './harness.ts';
import {
  json,
  type ProviderServer,
  type Respond,
  startProvider,
  status,
} from './provider-server.ts';

const rate = (bid: string, at: number) => ({ bid, timestamp: String(at) });
const noon = 1_718_625_600;
const dollar: Respond = (request, response) => {
  const code = request.url?.split('/').at(-1) ?? '';
  json({ [code.replace('-', '')]: rate('5.425', noon) })(request, response);
};

describe('market feeds', () => {
  let provider: ProviderServer;
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    provider = await startProvider();
    const urls = { AWESOMEAPI_URL: provider.url, BCB_SGS_URL: provider.url };
    market = await startMarket({ ...urls, FEED_TIMEOUT_MS: '500' });
    admin = market.as('admin');
  });
  after(async () => {
    await market?.stop();
    await provider?.stop();
  });

  const add = async (changes: object) => {
    const feed = {
      name: 'Dollar',
      provider: 'awesomeapi',
      symbol: 'USD-BRL',
      code: 'USD-BRL',
      everySeconds: 3600,
    };
    const { status: code, body } = await admin.post('/market/feeds', { ...feed, ...changes });
    assert.equal(code, 201, JSON.stringify(body));
    return body;
  };
  const latest = async (symbol: string) =>
    (await admin.get(`/market/quotes/latest?symbols=${symbol}`)).body.items[0];
  const askedFor = (code: string) => provider.asked.filter((path) => path.includes(code)).length;

  it('are collected at once, and once', async () => {
    provider.respond = dollar;
    const feed = await add({ symbol: 'ONE', code: 'ONE-BRL' });
    await eventually(async () => {
      const { body } = await admin.get(`/market/feeds/${feed.id}`);
      assert.notEqual(body.collectedAt, null);
    });
    assert.deepEqual(await latest('ONE'), {
      symbol: 'ONE',
      at: '2024-06-17T12:00:00.000Z',
      price: '5.425',
      source: 'awesomeapi',
    });
    assert.equal(askedFor('ONE-BRL'), 1);
    await eventually(() => {
      const told = market.collected.filter(({ subject }) => subject === 'ONE');
      assert.equal(told.length, 1);
    });
    const tasks = await market.db.query('SELECT id FROM feed_task WHERE feed_id = $1', [feed.id]);
    assert.deepEqual(tasks, []);
  });

  it('ask their fallback when they fail, and keep their symbol', async () => {
    provider.respond = (request, response) =>
      request.url?.includes('bcdata')
        ? json([{ data: '17/06/2024', valor: '5.4' }])(request, response)
        : status(500)(request, response);
    const fallback = await add({ provider: 'bcb-sgs', symbol: 'OTHER', code: '1' });
    await add({ symbol: 'BOTH', code: 'BOTH-BRL', fallbackFeedId: fallback.id });
    await eventually(async () => {
      const quote = await latest('BOTH');
      assert.deepEqual([quote?.price, quote?.source], ['5.4', 'bcb-sgs']);
    });
  });

  it('say what is wrong with them, and are not asked again where that does not help', async () => {
    provider.respond = status(404, {}, '{"code":"CoinNotExists"}');
    const feed = await add({ symbol: 'GONE', code: 'GONE-BRL' });
    await eventually(async () => {
      const { body } = await admin.get(`/market/feeds/${feed.id}`);
      assert.match(body.lastError ?? '', /^refused: .*CoinNotExists/);
    });
    assert.equal(askedFor('GONE-BRL'), 1);
  });

  it('are taken over from a replica that died with their task', async () => {
    provider.respond = dollar;
    const feed = await add({ symbol: 'DEAD', code: 'DEAD-BRL', everySeconds: 86_400 });
    await eventually(async () => assert.ok(await latest('DEAD')));
    await market.db.query('DELETE FROM quote WHERE symbol = $1', ['DEAD']);
    await market.db.query(
      `INSERT INTO feed_task (id, feed_id, due_at, attempts, retry_at, taken_until)
       VALUES ($1, $2, now(), 1, now() - interval '1 minute', now() - interval '1 second')`,
      [newId(), feed.id],
    );
    await eventually(async () => {
      const stored = await market.db.query('SELECT 1 FROM quote WHERE symbol = $1', ['DEAD']);
      assert.equal(stored.length, 1);
    });
  });

  it('fetch their past in pieces', async () => {
    provider.respond = json([{ data: '03/01/2000', valor: '1.8011' }]);
    const feed = await add({ provider: 'bcb-sgs', symbol: 'PAST', code: '10813' });
    const range = { from: '2000-01-01', to: '2024-12-31' };
    const { status: code, body } = await admin.post(`/market/feeds/${feed.id}/backfill`, range);
    assert.deepEqual([code, body], [202, { taskCount: 3 }]);
    await eventually(async () => {
      const tasks = await market.db.query('SELECT id FROM feed_task WHERE feed_id = $1', [feed.id]);
      assert.deepEqual(tasks, []);
    });
    const pieces = provider.asked.filter((path) => /10813.*dataInicial/.test(path));
    assert.equal(pieces.length, 3);
    assert.equal((await latest('PAST')).price, '1.8011');
  });

  it('have one leader, and another when it dies', async () => {
    const readHolder = async () => {
      const [row] = await market.db.query<{ holder: string }>(
        `SELECT holder FROM lease WHERE name = 'schedule feeds'`,
      );
      return row?.holder;
    };
    const before = await readHolder();
    const second = await startMarket({ DATABASE_URL: market.databaseUrl });
    try {
      const dead = newId();
      await market.db.query(
        `UPDATE lease SET holder = $1, expires_at = clock_timestamp() + interval '1 second'
         WHERE name = 'schedule feeds'`,
        [dead],
      );
      await eventually(async () => assert.notEqual(await readHolder(), dead));
      assert.ok(before);
    } finally {
      await second.stop();
    }
  });

  it('measure the age of what they have beside their pace, and what has nothing', async () => {
    provider.respond = status(404, {}, '{"code":"CoinNotExists"}');
    await add({ symbol: 'EMPTY', code: 'EMPTY-BRL', everySeconds: 300 });
    await eventually(async () => {
      const text = await (await fetch(`${market.url}/metrics`)).text();
      assert.match(text, /^market_feed_stale_after_seconds\{symbol="EMPTY".*\} 432000$/m);
      assert.match(text, /^market_feed_quote_age_seconds\{symbol="EMPTY".*\} \+Inf$/m);
      assert.match(text, /^market_feed_quote_age_seconds\{symbol="ONE".*\} \d+/m);
    });
  });

  it('change under their version, and go', async () => {
    provider.respond = dollar;
    const feed = await add({ symbol: 'EDIT', code: 'EDIT-BRL' });
    const path = `/market/feeds/${feed.id}`;
    const change = {
      name: 'Paused',
      provider: 'awesomeapi',
      symbol: 'EDIT',
      code: 'EDIT-BRL',
      everySeconds: 60,
      active: false,
    };
    const stale = await admin.put(path, change, { 'if-match': '"9"' });
    assert.equal(stale.status, 412);
    const changed = await admin.put(path, change, { 'if-match': '"1"' });
    assert.deepEqual([changed.status, changed.body.active], [200, false]);
    assert.equal((await admin.delete(path)).status, 204);
    assert.equal((await admin.get(path)).status, 404);
    const orphan = await admin.put(path, change);
    assert.equal(orphan.status, 404);
    const { active: _, ...fields } = change;
    const wrong = await admin.post('/market/feeds', { ...fields, fallbackFeedId: newId() });
    assert.deepEqual([wrong.status, wrong.body.errors[0].path], [422, 'fallbackFeedId']);
    assert.equal((await market.as('stockist').post('/market/feeds', change)).status, 403);
  });
});
