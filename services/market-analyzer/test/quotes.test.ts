/** Guarantees of quotes: exact, each once, all or none; the latest is the latest, whatever the order of arrival. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Market, startMarket } from './harness.ts';
import { countQuotes } from './old-quotes.ts';

const csv = { 'content-type': 'text/csv' };

describe('market quotes', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
  });
  after(() => market?.stop());

  const send = (...quotes: object[]) => admin.post('/market/quotes', { quotes });
  const latest = async (symbol: string) =>
    (await admin.get(`/market/quotes/latest?symbols=${symbol}`)).body.items[0];
  const count = (symbol: string) => countQuotes(market, symbol);

  it('keep every digit', async () => {
    const price = '1234567890123456.000000000001';
    assert.equal((await send({ symbol: 'exact', at: '2026-11-20T10:00:00Z', price })).status, 201);
    assert.deepEqual(await latest('EXACT'), {
      symbol: 'EXACT',
      at: '2026-11-20T10:00:00.000Z',
      price,
      source: 'manual',
    });
    await send({ symbol: 'EXACT', at: '2026-11-20T10:01:00Z', price: '-0.50' });
    assert.equal((await latest('EXACT')).price, '-0.5');
  });

  it('are stored once, by eight writers at the same time, over months that nobody has made yet', async () => {
    const quotes = Array.from({ length: 24 }, (_, month) => ({
      symbol: 'ONCE',
      at: new Date(Date.UTC(2001, month, 15)).toISOString(),
      price: '1.5',
    }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(...quotes)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(8).fill(201),
    );
    const stored = answers.reduce((sum, { body }) => sum + body.storedCount, 0);
    const known = answers.reduce((sum, { body }) => sum + body.knownCount, 0);
    assert.deepEqual([stored, known, await count('ONCE')], [24, 7 * 24, 24]);
  });

  it('leave the latest alone when they are late, or said again otherwise', async () => {
    await send({ symbol: 'LATE', at: '2026-11-20T12:00:00Z', price: '2' });
    await send({ symbol: 'LATE', at: '2026-11-20T11:00:00Z', price: '1' });
    await send({ symbol: 'LATE', at: '2026-11-20T12:00:00Z', price: '9' });
    assert.equal((await latest('LATE')).price, '2');
    assert.equal(await count('LATE'), 2);
  });

  it('are told as quote.collected, once each', async () => {
    const quote = { symbol: 'TOLD', at: '2026-11-20T12:00:00Z', price: '5.10' };
    await send(quote, quote);
    await send(quote);
    await eventually(async () => {
      assert.deepEqual(await market.db.query('SELECT id FROM outbox'), []);
    });
    const told = market.collected.filter(({ subject }) => subject === 'TOLD');
    assert.deepEqual(
      told.map(({ data }) => data),
      [
        {
          symbol: 'TOLD',
          at: '2026-11-20T12:00:00.000Z',
          price: '5.1',
          source: 'manual',
          feedId: null,
          earlier: [],
        },
      ],
    );
  });

  it('are told as one event per symbol where many are stored at once: the latest, with those before it', async () => {
    const minute = (index: number) => `2026-11-20T12:0${index}:00.000Z`;
    const quotes = [2, 0, 1].map((index) => ({ at: minute(index), price: `${index + 1}` }));
    await send(...['MANY-A', 'MANY-B'].flatMap((symbol) => quotes.map((q) => ({ symbol, ...q }))));
    await eventually(async () => {
      assert.deepEqual(await market.db.query('SELECT id FROM outbox'), []);
    });
    for (const symbol of ['MANY-A', 'MANY-B']) {
      const told = market.collected.filter(({ subject }) => subject === symbol);
      const source = 'manual';
      assert.deepEqual(
        told.map(({ data }) => data),
        [
          {
            symbol,
            at: minute(2),
            price: '3',
            source,
            feedId: null,
            earlier: [
              { at: minute(0), price: '1', source },
              { at: minute(1), price: '2', source },
            ],
          },
        ],
      );
    }
  });

  it('are stored once for a key', async () => {
    const headers = { 'idempotency-key': newId() };
    const body = { quotes: [{ symbol: 'KEY', at: '2026-11-20T12:00:00Z', price: '1' }] };
    const first = await admin.post('/market/quotes', body, headers);
    const second = await admin.post('/market/quotes', body, headers);
    assert.deepEqual(second.body, first.body);
    assert.deepEqual(first.body, { storedCount: 1, knownCount: 0 });
  });

  it('are refused, all of them, when one is wrong', async () => {
    const good = { symbol: 'NONE', at: '2026-11-20T12:00:00Z', price: '1' };
    const future = new Date(Date.now() + 3_600_000).toISOString();
    const wrong: [object, string][] = [
      [{ price: 5.4 }, 'price'],
      [{ price: '1e3' }, 'price'],
      [{ price: '1.0000000000001' }, 'price'],
      [{ symbol: 'a b' }, 'symbol'],
      [{ at: '2026-11-20T12:00:00-03:00' }, 'at'],
      [{ at: '2026-11-20T12:00:00.0001Z' }, 'at'],
      [{ at: '1989-12-31T23:59:59Z' }, 'at'],
      [{ at: future }, 'at'],
    ];
    for (const [change, field] of wrong) {
      const { status, body } = await send(good, { ...good, ...change });
      assert.equal(status, 422, JSON.stringify(change));
      assert.match(body.errors[0].path, new RegExp(`quotes\\[1\\]\\.${field}$`));
    }
    assert.equal(await count('NONE'), 0);
    assert.equal((await send()).status, 422);
  });

  it('come as CSV, with every wrong cell named once', async () => {
    const rows = 'Symbol;at;price;source\nboi-gordo;2026-11-20T18:00:00Z;312,45;cepea\n';
    const { status, body } = await admin.post('/market/quotes/import', rows, csv);
    assert.deepEqual([status, body.storedCount], [201, 1]);
    const { price, source } = await latest('BOI-GORDO');
    assert.deepEqual([price, source], ['312.45', 'cepea']);
    const broken = `${rows}BOI-GORDO;yesterday;1\nBOI-GORDO;2026-11-21T18:00:00Z;abc\n`;
    const refused = await admin.post('/market/quotes/import', broken, csv);
    assert.equal(refused.status, 422);
    assert.deepEqual(
      refused.body.errors.map(({ path }: { path: string }) => path),
      ['line 3, at', 'line 4, price'],
    );
    const inPortuguese = { ...csv, 'accept-language': 'pt-BR' };
    const told = await admin.post('/market/quotes/import', broken, inPortuguese);
    assert.deepEqual(
      [told.body.detail, told.body.errors[0].message],
      ['Nada foi gravado: o arquivo tem erros.', 'Formato da data e hora ISO inválido'],
    );
    const headless = await admin.post('/market/quotes/import', 'a;b\n1;2\n', csv);
    assert.match(headless.body.errors[0].message, /symbol, at, price/);
  });

  it('are listed page by page', async () => {
    await send(
      ...['PAGE-A', 'PAGE-B', 'PAGE-C'].map((symbol) => ({
        symbol,
        at: '2026-11-20T12:00:00Z',
        price: '1',
      })),
    );
    const path = '/market/quotes/latest?symbols=PAGE-A,PAGE-B,page-c&limit=2';
    const first = (await admin.get(path)).body;
    const second = (await admin.get(`${path}&cursor=${first.nextCursor}`)).body;
    const seen = [...first.items, ...second.items].map(({ symbol }) => symbol);
    assert.deepEqual(seen, ['PAGE-A', 'PAGE-B', 'PAGE-C']);
    assert.equal(second.nextCursor, null);
    const { items } = (await admin.get('/market/quotes/latest?q=e-b')).body;
    assert.deepEqual(
      items.map(({ symbol }: { symbol: string }) => symbol),
      ['PAGE-B'],
    );
  });

  it('are shown to those who buy and hidden from those who sell', async () => {
    assert.equal((await market.as('stockist').get('/market/quotes/latest')).status, 200);
    assert.equal((await market.as('stockist').post('/market/quotes', {})).status, 403);
    assert.equal((await market.as('seller').get('/market/quotes/latest')).status, 403);
  });
});
