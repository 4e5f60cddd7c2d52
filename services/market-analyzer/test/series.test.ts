/** Guarantees of series: each interval has its own quotes, and each page tells the same as the whole. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import fc from 'fast-check';
import { type Market, startMarket } from './harness.ts';

interface Quote {
  at: string;
  price: string;
}

const hour = 3_600_000;

describe('market series', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
  });
  after(() => market?.stop());

  const send = (symbol: string, quotes: Quote[]) =>
    admin.post('/market/quotes', { quotes: quotes.map((quote) => ({ symbol, ...quote })) });
  const read = async (symbol: string, query: Record<string, string>) => {
    const answer = await admin.get(
      `/market/quotes/${symbol}?${new URLSearchParams({ limit: '200', ...query })}`,
    );
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };

  it('roll up quotes; a day is a day of the shop', async () => {
    await send('ROLL', [
      { at: '2026-11-20T02:59:59Z', price: '9' },
      { at: '2026-11-20T03:00:00Z', price: '2' },
      { at: '2026-11-20T03:00:30Z', price: '4' },
      { at: '2026-11-20T03:04:59Z', price: '1' },
      { at: '2026-11-20T03:05:00Z', price: '3' },
    ]);
    const range = { from: '2026-11-20T03:00:00Z', to: '2026-11-21T00:00:00Z' };
    const closes = async (interval: string) =>
      (await read('ROLL', { ...range, interval })).items.map(
        (point: { close: string }) => point.close,
      );
    assert.deepEqual(await closes('raw'), ['2', '4', '1', '3']);
    assert.deepEqual(await closes('1m'), ['4', '1', '3']);
    assert.deepEqual(await closes('5m'), ['1', '3']);
    assert.deepEqual(await closes('1h'), ['3']);
    const days = await read('ROLL', { ...range, interval: '1d', windowSeconds: '172800' });
    assert.deepEqual(days.items, [
      {
        at: '2026-11-20T03:00:00.000Z',
        open: '2',
        high: '4',
        low: '1',
        close: '3',
        quoteCount: 4,
        movingAverage: '6',
        volatility: null,
      },
    ]);
  });

  it('average over time, not over a number of points', async () => {
    await send('GAP', [
      { at: '2026-11-20T10:00:00Z', price: '10' },
      { at: '2026-11-20T10:30:00Z', price: '20' },
      { at: '2026-11-20T13:00:00Z', price: '40' },
    ]);
    const range = { from: '2026-11-20T10:00:00Z', to: '2026-11-20T14:00:00Z' };
    const { items } = await read('GAP', { ...range, windowSeconds: '3600' });
    const means = items.map((point: { movingAverage: string }) => point.movingAverage);
    assert.deepEqual(means, ['10', '15', '40']);
  });

  it('tell what a naive calculation tells, page by page, whatever the series', async () => {
    let run = 0;
    const anyQuotes = fc.uniqueArray(
      fc.record({ minute: fc.nat(3000), price: fc.integer({ min: 1, max: 100_000 }) }),
      { selector: ({ minute }) => minute, minLength: 2, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(anyQuotes, fc.integer({ min: 1, max: 20 }), async (drawn, hours) => {
        run += 1;
        const symbol = `ANY-${run}`;
        const start = Date.parse('2026-10-30T00:00:00Z');
        const quotes = drawn.map(({ minute, price }) => ({
          at: new Date(start + minute * 60_000).toISOString(),
          price: (price / 100).toFixed(2),
        }));
        await send(symbol, quotes);
        const query = {
          from: new Date(start + 10 * hour).toISOString(),
          to: new Date(start + 60 * hour).toISOString(),
          windowSeconds: String(hours * 3600),
          limit: '7',
        };
        const points = [];
        for (let cursor: string | null = ''; cursor !== null; ) {
          const page = await read(symbol, cursor === '' ? query : { ...query, cursor });
          points.push(...page.items);
          cursor = page.nextCursor;
        }
        const expected = naive(quotes, hours * hour).filter(({ at }) => at >= query.from);
        assert.equal(points.length, expected.length);
        for (const [index, { at, mean, volatility }] of expected.entries()) {
          assert.equal(points[index].at, at);
          assert.ok(Math.abs(Number(points[index].movingAverage) - mean) < 1e-6);
          if (volatility === null) assert.equal(points[index].volatility, null);
          else assert.ok(Math.abs(points[index].volatility - volatility) < 1e-9);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('refuse ranges that are empty or too long', async () => {
    const status = async (query: string) => (await admin.get(`/market/quotes/X?${query}`)).status;
    assert.equal(await status('from=2026-11-20T00:00:00Z&to=2026-11-20T00:00:00Z'), 422);
    assert.equal(await status('from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z'), 422);
    assert.equal(
      await status('from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&interval=1h'),
      200,
    );
    assert.equal(await status('from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&cursor=abc'), 422);
  });
});

/** Mean of the prices, and sample deviation of their logarithmic returns, within the window of each quote. */
function naive(quotes: Quote[], windowMs: number) {
  const sorted = quotes
    .map(({ at, price }) => ({ at, time: Date.parse(at), price: Number(price) }))
    .sort((a, b) => a.time - b.time);
  const returns = sorted.flatMap(({ time, price }, index) => {
    const before = sorted[index - 1];
    if (before === undefined || time - before.time > windowMs) return [];
    return [{ time, value: Math.log(price / before.price) }];
  });
  return sorted.map(({ at, time }) => {
    const isWithin = (other: { time: number }) =>
      other.time <= time && time - other.time <= windowMs;
    const prices = sorted.filter(isWithin).map(({ price }) => price);
    const values = returns.filter(isWithin).map(({ value }) => value);
    return { at, mean: average(prices), volatility: deviation(values) };
  });
}

const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: number[]): number | null {
  if (values.length < 2) return null;
  const mean = average(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
