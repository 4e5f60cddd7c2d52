/** Guarantees of limits: no rule, however wide or long, and no number of them or of replays makes the service remember too much. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { replayRule } from '../src/replay-rule.ts';
import { insertRule } from '../src/rule-store.ts';
import { type Market, startMarket } from './harness.ts';

const second = 1_000;
const maxActiveRules = 3;
const maxWindowQuotes = 1_000;
const base = Math.floor(Date.now() / 86_400_000 - 2) * 86_400_000;
const dayLong = { kind: 'mean', direction: 'above', windowSeconds: 86_400, minQuotes: 1 };
const above6 = { kind: 'threshold', direction: 'above', price: '6' };
const instantOf = (ms: number) => new Date(ms).toISOString();

describe('limits of rules', () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket({
      MAX_ACTIVE_RULES: String(maxActiveRules),
      MAX_WINDOW_QUOTES: String(maxWindowQuotes),
    });
    admin = market.as('admin');
  });
  after(() => market?.stop());
  beforeEach(async () => {
    await market.db.query('DELETE FROM rule');
  });

  const wish = (changes: object = {}) => ({
    name: 'Wide',
    symbols: ['CALM'],
    condition: above6,
    ...changes,
  });
  const add = (changes: object = {}) => admin.post('/market/rules', wish(changes));
  /** One each second, the first at `from`. */
  const send = async (symbol: string, from: number, count: number) => {
    const quotes = Array.from({ length: count }, (_none, index) => ({
      symbol,
      at: instantOf(base + (from + index) * second),
      price: '5',
    }));
    assert.equal((await admin.post('/market/quotes', { quotes })).status, 201);
  };

  it('allow so many active rules, whoever else adds one at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => add()));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [201, 201, 201, 409, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409)?.body;
    assert.equal(refused.code, 'conflict');
    assert.match(refused.detail, /3 active rules/);
    assert.equal((await add({ active: false })).status, 201);
    const { id, version } = answers.find(({ status }) => status === 201)?.body ?? {};
    const headers = { 'if-match': `"${version}"` };
    const body = wish({ name: 'Still active', active: true });
    assert.equal((await admin.put(`/market/rules/${id}`, body, headers)).status, 200);
  });

  it('refuse a rule whose window holds too many quotes already', async () => {
    await send('DENSE', 0, 1_000);
    assert.equal((await add({ symbols: ['DENSE'], condition: dayLong })).status, 201);
    await send('DENSE', 1_000, 1);
    const { status, body } = await add({ symbols: ['DENSE'], condition: dayLong });
    assert.deepEqual([status, body.errors?.[0].path], [422, 'condition.windowSeconds']);
    assert.match(body.errors[0].message, /more than 1000 quotes/);
    const short = { ...dayLong, windowSeconds: 60 };
    assert.equal((await add({ symbols: ['DENSE'], condition: short })).status, 201);
  });

  it('give up a rule whose windows grow too large, for all to see, and go on with the others', async () => {
    const wide = (await add({ symbols: ['GROWS', 'GROWS-TOO'], condition: dayLong })).body;
    const calm = (await add({ symbols: ['GROWS'], condition: { ...dayLong, windowSeconds: 60 } }))
      .body;
    const limit = (await add({ symbols: ['GROWS'] })).body;
    const statesOf = async ({ id }: { id: string }) =>
      (await admin.get(`/market/rules/${id}`)).body.states.map(
        ({ state }: { state: string }) => state,
      );
    await send('GROWS', 0, 600);
    await send('GROWS-TOO', 0, 600);
    await eventually(async () => assert.deepEqual(await statesOf(wide), ['error', 'error']));
    const at = instantOf(base + 3_600 * second);
    await admin.post('/market/quotes', { quotes: [{ symbol: 'GROWS', at, price: '7' }] });
    await eventually(async () => assert.deepEqual(await statesOf(limit), ['firing']));
    assert.deepEqual(await statesOf(wide), ['error', 'error']);
    assert.deepEqual(await statesOf(calm), ['normal']);
  });

  it('give up, at a take-over, only what has no room, the youngest first', async () => {
    await send('OLD', 0, 700);
    await send('YOUNG', 0, 700);
    const ids = [newId(), newId()];
    const calmly = { forSeconds: 0, keepFiringForSeconds: 0, noDataSeconds: null };
    const rule = { ...calmly, active: true, managedBy: null };
    const mean = { kind: 'mean' as const, direction: 'above' as const, windowSeconds: 86_400 };
    for (const [index, symbol] of ['OLD', 'YOUNG'].entries()) {
      await market.db.transaction((tx) =>
        insertRule(
          tx,
          {
            ...rule,
            id: ids[index] ?? '',
            name: symbol,
            symbols: [symbol],
            condition: { ...mean, minQuotes: 1 },
            severity: 'info',
            labels: {},
            inhibitedBy: [],
            inhibitedOn: 'any-symbol',
            managedBy: null,
          },
          new Date(base),
        ),
      );
    }
    const stateOf = async (id = '') =>
      (await admin.get(`/market/rules/${id}`)).body.states[0].state;
    await eventually(async () => assert.equal(await stateOf(ids[1]), 'error'));
    assert.equal(await stateOf(ids[0]), 'normal');
  });

  it('count the quotes that only fill the window of a replay', async () => {
    await send('LONG', 0, 50);
    const { body: rule } = await add({ symbols: ['LONG'], condition: dayLong });
    const from = base + 40 * second;
    const range = { from, to: from + 60 * second };
    const played = await replayRule(market.db, rule, { ...range, maxQuotes: 50 });
    assert.equal(played.quoteCount, 10);
    await assert.rejects(replayRule(market.db, rule, { ...range, maxQuotes: 49 }), {
      code: 'validation_failed',
    });
  });

  it('play one replay at a time, let four wait, and ask the others to come again', async () => {
    await send('PLAYED', 0, 20);
    const { body: rule } = await add({ symbols: ['PLAYED'] });
    const url = `/market/rules/${rule.id}/replay?from=${instantOf(base)}&to=${instantOf(base + 60_000)}`;
    const gate = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const held = market.db.transaction(async (tx) => {
      await tx.query('LOCK TABLE quote IN ACCESS EXCLUSIVE MODE');
      locked.resolve();
      await gate.promise;
    });
    await locked.promise;
    const refused: string[] = [];
    const answers = Array.from({ length: 9 }, async () => {
      const answer = await market.as('stockist').post(url);
      if (answer.status === 503) refused.push(answer.body.code);
      return answer;
    });
    await eventually(() => assert.equal(refused.length, 4));
    gate.resolve();
    await held;
    const played = (await Promise.all(answers)).filter(({ status }) => status === 200);
    assert.deepEqual([played.length, new Set(refused)], [5, new Set(['unavailable'])]);
    for (const { bytes } of played) assert.deepEqual(bytes, played[0]?.bytes);
  });
});
