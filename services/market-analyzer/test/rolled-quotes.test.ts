/** Guarantees of old quotes: months are rolled up as they go, so that hours and days tell the same before and after. */
import assert from 'node:assert/strict';
import type { Interval, SeriesPoint } from '@balcao/contracts/api/market.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import fc from 'fast-check';
import { closeQuoteMonth } from '../src/quote-store.ts';
import { retentionJob } from '../src/retention.ts';
import { readSeries } from '../src/series-store.ts';
import { type Market, startMarket } from './harness.ts';

interface Quote {
  at: string;
  price: string;
  source?: string;
}

const hourMs = 3_600_000;
const timeZone = 'America/Sao_Paulo';
const limit = 5_000;
/** In January to March of 1991; the first of March is where quotes begin that are kept. */
const start = Date.parse('1991-01-20T00:00:00Z');
const kept = new Date('1991-03-01T00:00:00Z');
const instantOf = (ms: number) => new Date(ms).toISOString();

describe('old quotes', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
  });
  after(() => market?.stop());

  const send = async (symbol: string, ...quotes: Quote[]) => {
    const body = { quotes: quotes.map((quote) => ({ symbol, ...quote })) };
    const answer = await admin.post('/market/quotes', body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body.storedCount;
  };
  const close = (before = kept, zone = timeZone) =>
    retentionJob({ db: market.db, now: () => before, months: 0, timeZone: zone }).run();
  const read = (
    symbol: string,
    interval: Interval,
    { zone = timeZone, windowSeconds = 86_400, after = null as string | null } = {},
  ) => {
    const range = { from: '1991-01-01T00:00:00Z', to: '1991-04-10T00:00:00Z' };
    const query = { symbol, ...range, interval, windowSeconds, limit };
    return readSeries(market.db, query, { after, timeZone: zone });
  };
  const figuresOf = (points: SeriesPoint[]) =>
    points.map(({ open, high, low, close: last, quoteCount }) => [
      open,
      high,
      low,
      last,
      quoteCount,
    ]);
  const countOf = async (symbol: string) => {
    const [row] = await market.db.query<{ n: number }>(
      'SELECT count(*) AS n FROM quote WHERE symbol = $1',
      [symbol],
    );
    return row?.n;
  };

  it('tell as hours and days what they told, whatever the series, the zone and the window', async () => {
    let run = 0;
    const anyQuotes = fc.uniqueArray(
      fc.record({
        // Some close together, some far apart, over 75 days.
        seconds: fc.oneof(
          fc.nat(75 * 86_400),
          fc.nat(8 * 3_600),
          fc.integer({ min: 39 * 86_400, max: 41 * 86_400 }),
        ),
        price: fc.integer({ min: -1_000, max: 100_000 }),
        source: fc.constantFrom('a', 'b'),
      }),
      { selector: ({ seconds, source }) => `${seconds} ${source}`, minLength: 1, maxLength: 120 },
    );
    // The first changes its clocks in February 1991; days of the others begin within an hour of UTC.
    const zones = fc.constantFrom(timeZone, 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC');
    const windows = fc.integer({ min: 60, max: 40 * 86_400 });
    await fc.assert(
      fc.asyncProperty(anyQuotes, zones, windows, async (drawn, zone, windowSeconds) => {
        run += 1;
        const symbol = `ANY-${run}`;
        const quotes = drawn.map(({ seconds, price, source }) => ({
          at: instantOf(start + seconds * 1000),
          price: (price / 1000).toFixed(3),
          source,
        }));
        await send(symbol, ...quotes);
        const readBoth = async () => ({
          hours: await read(symbol, '1h', { zone, windowSeconds }),
          days: await read(symbol, '1d', { zone, windowSeconds }),
        });
        const told = await readBoth();
        const count = told.hours.reduce((sum, { quoteCount }) => sum + quoteCount, 0);
        assert.equal(count, quotes.length);
        await close(kept, zone);
        assert.deepEqual(await readBoth(), told);
        const recent = quotes.filter(({ at }) => Date.parse(at) >= kept.getTime());
        assert.equal(await countOf(symbol), recent.length);
        const [middle] = told.days.slice(told.days.length / 2);
        const after = middle?.at ?? null;
        const rest = told.days.filter(({ at }) => after === null || at > after);
        assert.deepEqual(await read(symbol, '1d', { zone, windowSeconds, after }), rest);
        await close(new Date('1991-05-01T00:00:00Z'), zone);
        assert.deepEqual(await readBoth(), told);
        assert.equal(await countOf(symbol), 0);
      }),
      { numRuns: 25 },
    );
  });

  it('leave a chart without a gap and without a double over a day of which a part is kept', async () => {
    // The day of the shop ends three hours after the month does.
    const border = kept.getTime();
    const quotes = [-3, -2, -1, 0, 1, 2, 3].map((hours, index) => ({
      at: instantOf(border + hours * hourMs),
      price: String(index + 1),
    }));
    await send('BORDER', ...quotes);
    await close();
    assert.equal(await countOf('BORDER'), 4);
    assert.deepEqual(
      (await read('BORDER', '1h')).map(({ at, open }) => ({ at, price: open })),
      quotes,
    );
    assert.deepEqual(figuresOf(await read('BORDER', '1d')), [
      ['1', '6', '1', '6', 6],
      ['7', '7', '7', '7', 1],
    ]);
  });

  it('are told by the API after they have gone, and no more as minutes', async () => {
    await send('TOLD', { at: '1991-02-10T12:00:30Z', price: '0.000000000001' });
    await close();
    const items = async (interval: string) => {
      const query = `from=1991-02-10T00:00:00Z&to=1991-02-11T00:00:00Z&interval=${interval}`;
      return (await admin.get(`/market/quotes/TOLD?${query}`)).body.items;
    };
    const [hour] = await items('1h');
    assert.deepEqual([hour.at, hour.close], ['1991-02-10T12:00:00.000Z', '0.000000000001']);
    assert.equal((await items('1d')).length, 1);
    assert.deepEqual(await items('1m'), []);
  });

  it('that come late change no hour that was rolled up, and make those that were not there', async () => {
    const first = { at: '1991-02-10T12:10:00Z', price: '5' };
    await send('LATE', first);
    await close();
    const late = { at: '1991-02-10T12:20:00Z', price: '9' };
    const other = { at: '1991-02-10T13:00:00Z', price: '7' };
    // A back-fill brings what was there before, too.
    assert.equal(await send('LATE', first, late, other), 3);
    const expected = [
      ['5', '5', '5', '5', 1],
      ['7', '7', '7', '7', 1],
    ];
    assert.deepEqual(figuresOf(await read('LATE', '1h')), expected);
    await close();
    assert.equal(await countOf('LATE'), 0);
    assert.deepEqual(figuresOf(await read('LATE', '1h')), expected);
    assert.deepEqual(figuresOf(await read('LATE', '1d')), [['5', '7', '5', '7', 2]]);
  });

  it('that are being stored while their month is closed are in its hours', async () => {
    await send('STORING', { at: '1991-02-10T12:10:00Z', price: '5' });
    const inserted = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const storing = market.db.transaction(async (tx) => {
      await tx.query(`INSERT INTO quote (symbol, at, price, source)
        VALUES ('STORING', '1991-02-10T13:20:00Z', 8, 'late'), ('STORING', '1991-02-10T13:10:00Z', 7, 'late')`);
      inserted.resolve();
      await commit.promise;
    });
    await inserted.promise;
    const closing = close();
    await eventually(async () => {
      const waiting = await market.db.query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'
           AND relation = 'quote'::regclass`,
      );
      assert.equal(waiting.length, 1);
    });
    commit.resolve();
    await Promise.all([storing, closing]);
    assert.deepEqual(figuresOf(await read('STORING', '1h')), [
      ['5', '5', '5', '5', 1],
      ['7', '8', '7', '8', 2],
    ]);
  });

  it('stay as they are where their month cannot be closed', async () => {
    await send('FAILED', { at: '1991-02-10T12:10:00Z', price: '5' });
    await assert.rejects(closeQuoteMonth(market.db, { before: kept, timeZone: 'No/Where' }));
    assert.equal(await countOf('FAILED'), 1);
    assert.deepEqual(await market.db.query(`SELECT * FROM quote_hour WHERE symbol = 'FAILED'`), []);
    assert.deepEqual(figuresOf(await read('FAILED', '1h')), [['5', '5', '5', '5', 1]]);
  });

  it('are rolled up once, by however many replicas', async () => {
    await send(
      'MANY',
      ...Array.from({ length: 300 }, (_none, index) => ({
        at: instantOf(start + index * 20 * 60_000),
        price: String(1 + (index % 13)),
      })),
    );
    const told = await read('MANY', '1h');
    await Promise.all([close(), close(), close(), close()]);
    await close();
    assert.equal(await countOf('MANY'), 0);
    assert.deepEqual(await read('MANY', '1h'), told);
  });

  it('are each in their hour, however often their month is closed while they are stored', async () => {
    const hours = Array.from({ length: 240 }, (_none, index) => instantOf(start + index * hourMs));
    const left = [...hours];
    let isStoring = true;
    const write = async () => {
      for (let at = left.pop(); at !== undefined; at = left.pop()) {
        assert.equal(await send('RACE', { at, price: '1' }), 1);
      }
    };
    const closeAgain = async () => {
      while (isStoring) await close();
    };
    const closing = closeAgain();
    await Promise.all([write(), write(), write(), write()]);
    isStoring = false;
    await closing;
    await close();
    const points = await read('RACE', '1h');
    assert.deepEqual(
      points.map(({ at, quoteCount }) => [at, quoteCount]),
      hours.map((at) => [at, 1]),
    );
  });

  it('are not dropped by a replica that cannot roll them up', async () => {
    await send('OLDER', { at: '1991-02-10T12:10:00Z', price: '5' });
    await market.db.query('SELECT drop_quotes_before($1)', [kept.toISOString()]);
    assert.equal(await countOf('OLDER'), 1);
  });

  it('go in whole months: the first one that is kept stays', async () => {
    await send(
      'WHOLE',
      { at: '1991-02-28T23:59:59.999Z', price: '1' },
      { at: '1991-03-01T00:00:00Z', price: '1' },
    );
    await close(new Date('1991-03-15T00:00:00Z'));
    assert.equal(await countOf('WHOLE'), 1);
  });
});
