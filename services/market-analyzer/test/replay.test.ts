/** Guarantees of replays: the alerts of a naive reading of the rule, the same bytes each time, and no trace. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import type { Condition, EngineRule } from '../src/engine/engine-rule.ts';
import { type Market, startMarket } from './harness.ts';
import { naiveTransitions } from './naive-engine.ts';
import { toRuleWish } from './rule-wish.ts';

const minute = 60_000;
const start = Date.parse('2026-10-01T12:00:00Z');
const end = start + 400 * minute;
const symbols = ['WAVE', 'CALM'];
const instantOf = (ms: number) => new Date(ms).toISOString();

/** A wave with noise, without chance, and a gap in it. */
const quotes = symbols.flatMap((symbol, phase) =>
  Array.from({ length: 300 }, (_, index) => ({
    symbol,
    at: start + (index + (index > 150 ? 60 : 0)) * minute,
    price: (5 + Math.sin(index / 9 + phase) + ((index * 37) % 11) / 40).toFixed(4),
  })),
);

const conditions: Condition[] = [
  { kind: 'change', direction: 'up', percent: 10, windowMs: 5 * minute },
  { kind: 'mean', direction: 'below', windowMs: 60 * minute, minQuotes: 10 },
  { kind: 'deviation', direction: 'either', percent: 3, windowMs: 15 * minute, minQuotes: 3 },
  { kind: 'threshold', direction: 'above', price: 550_000_000 },
  { kind: 'absent', afterMs: 30 * minute },
];

describe('replays', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
    // What came late is in its place in a replay.
    const sent = quotes.toReversed().map((quote) => ({ ...quote, at: instantOf(quote.at) }));
    assert.equal((await admin.post('/market/quotes', { quotes: sent })).status, 201);
  });
  after(() => market?.stop());

  const ruleOf = (condition: Condition): EngineRule => ({
    id: 'rule',
    symbols,
    condition,
    forMs: minute,
    keepFiringForMs: 2 * minute,
    noDataMs: null,
    activeFrom: start,
  });
  const add = async (condition: Condition) => {
    const { status, body } = await admin.post('/market/rules', toRuleWish(ruleOf(condition)));
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  const replay = (id: string, { from = start, to = end } = {}) =>
    market
      .as('stockist')
      .post(`/market/rules/${id}/replay?from=${instantOf(from)}&to=${instantOf(to)}`);

  for (const condition of conditions) {
    it(`tell of ${condition.kind} what a naive reading tells, three times with the same bytes`, async () => {
      const id = await add(condition);
      const answers = [await replay(id), await replay(id), await replay(id)];
      const [first] = answers;
      assert.equal(first?.status, 200, JSON.stringify(first?.body));
      const expected = naiveTransitions([ruleOf(condition)], quotes, end);
      const told = symbols.flatMap((symbol) =>
        first?.body.alerts
          .filter((alert: { symbol: string }) => alert.symbol === symbol)
          .flatMap(({ startedAt, resolvedAt }: { startedAt: string; resolvedAt: string | null }) =>
            resolvedAt === null ? [startedAt] : [startedAt, resolvedAt],
          ),
      );
      assert.deepEqual(
        told,
        expected.map(({ at }) => instantOf(at)),
      );
      assert.ok(expected.length > 0, 'the case tells something');
      assert.equal(first?.body.quoteCount, quotes.length);
      for (const { bytes } of answers) assert.deepEqual(bytes, first?.bytes);
      assert.deepEqual((await admin.get(`/market/alerts?ruleId=${id}`)).body.items, []);
    });
  }

  it('fill the window with the quotes before the range, which give no alert themselves', async () => {
    const windowMs = 86_400_000;
    const id = await add({ kind: 'mean', direction: 'above', windowMs, minQuotes: 100 });
    const from = start + 120 * minute;
    const { body } = await replay(id, { from, to: from + minute });
    assert.equal(body.quoteCount, 2);
  });

  it('refuse a range that is empty, too long, or not over', async () => {
    const id = await add({ kind: 'absent', afterMs: minute });
    const now = Date.now();
    for (const range of [{ to: start }, { from: 0 }, { from: now, to: now + minute }]) {
      const { status, body } = await replay(id, range);
      assert.deepEqual([status, body.errors?.[0].path], [422, 'query.to'], JSON.stringify(range));
    }
  });
});
