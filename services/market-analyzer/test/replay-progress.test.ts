/** Guarantees of a replay that is followed: it tells how far it is, ends as the plain one does, and stops with who follows. */
import assert from 'node:assert/strict';
import type { ReplayProgress } from '@balcao/contracts/api/market-replays.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import { createGate } from '@balcao/kit/gate.ts';
import type { StreamEvent } from '@balcao/kit/http/event-streams.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type EventReader, readEvents } from '@balcao/kit/testing/event-reader.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { assertProblem } from '@balcao/kit/testing/problems.ts';
import { followReplay } from '../src/follow-replay.ts';
import { replayRule } from '../src/replay-rule.ts';
import { type Market, startMarket } from './harness.ts';

const second = 1_000;
const quotesEach = 5_000;
const start = Date.parse('2026-10-01T12:00:00Z');
const end = start + quotesEach * second;
const from = start + 1_000 * second;
const symbols = ['WAVE', 'CALM'];
const instantOf = (ms: number) => new Date(ms).toISOString();
const range = `from=${instantOf(from)}&to=${instantOf(end)}`;

describe('a replay that is followed', () => {
  let market: Market;
  let admin: ApiClient;
  let rule: Rule;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
    await market.db.query(`SELECT ensure_quote_months(ARRAY[$1::timestamptz])`, [instantOf(start)]);
    await market.db.query(
      `INSERT INTO quote (symbol, at, price, source)
       SELECT symbol, $2::timestamptz + n * interval '1 second', 5 + n % 7, 'manual'
       FROM unnest($1::text[]) AS symbol, generate_series(0, $3::int - 1) AS n`,
      [symbols, instantOf(start), quotesEach],
    );
    const condition = { kind: 'mean', direction: 'above', windowSeconds: 500, minQuotes: 10 };
    const added = await admin.post('/market/rules', { name: 'Followed', symbols, condition });
    assert.equal(added.status, 201, JSON.stringify(added.body));
    rule = added.body;
  });
  after(() => market?.stop());

  const follow = (query = range): Promise<EventReader> =>
    readEvents(
      `${market.url}/api/v1/market/rules/${rule.id}/replay/stream?${query}`,
      market.tokens.tokenFor('stockist'),
    );
  const readAll = async (reader: EventReader) => {
    const told = [];
    for (let block = await reader.next(); block !== null; block = await reader.next()) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
      if (data !== undefined) told.push({ event, data: JSON.parse(data) });
    }
    return told;
  };
  const taskOf = (maxQuotes: number) => ({
    databaseUrl: market.databaseUrl,
    statementTimeoutMs: 30_000,
    rule,
    range: { from, to: end, maxQuotes },
  });
  const newGate = () =>
    createGate({
      concurrency: 1,
      maxWaiting: 0,
      refusal: { message: 'Too many wait.', pt: 'Muitos esperam.' },
    });

  it('begins with how much there is, and ends with the plain answer', async () => {
    const told = await readAll(await follow());
    const [first] = told;
    assert.deepEqual(first, {
      event: 'progress',
      data: {
        playedCount: 0,
        totalCount: symbols.length * (quotesEach - 500),
        symbol: 'WAVE',
        at: instantOf(from - 500 * second),
      },
    });
    const { body } = await admin.post(`/market/rules/${rule.id}/replay?${range}`);
    assert.ok(body.alertCount > 100);
    assert.deepEqual(told.at(-1), { event: 'result', data: body });
    assert.ok(told.slice(0, -1).every(({ event }) => event === 'progress'));
  });

  it('tells of every so many quotes, and of never more than there are', async () => {
    const told: ReplayProgress[] = [];
    const onProgress = (progress: ReplayProgress) => void told.push(progress);
    await replayRule(market.db, rule, { from, to: end, onProgress });
    const counts = told.map(({ playedCount }) => playedCount);
    assert.deepEqual(counts, [0, 2_000, 4_000, 6_500, 8_500]);
    assert.deepEqual(
      told.map(({ symbol }) => symbol),
      ['WAVE', 'WAVE', 'WAVE', 'CALM', 'CALM'],
    );
    assert.equal(told[1]?.at, instantOf(from + 1_499 * second));
    assert.ok(told.every(({ totalCount }) => totalCount === 9_000));
  });

  it('tells what the plain answer would say as a problem, in the language of who follows, as its last event', async () => {
    const told: StreamEvent[] = [];
    const { signal } = new AbortController();
    const events = followReplay(taskOf(4_000), { gate: newGate(), language: 'pt', signal });
    for await (const event of events) told.push(event);
    assert.deepEqual(told.at(-1), {
      event: 'problem',
      data: {
        code: 'validation_failed',
        status: 422,
        title: 'Some fields are not valid',
        detail: 'O período tem cotações demais.',
        errors: [
          {
            path: 'query.to',
            message: 'mais de 500000 cotações até aqui, com as das janelas de antes',
          },
        ],
      },
    });
    assert.ok(told.every((one) => one.event !== 'result'));
  });

  it('is refused before it begins for the same reasons', async () => {
    const to = instantOf(Date.now() + 60_000);
    const path = `/market/rules/${rule.id}/replay/stream`;
    const early = `${path}?from=${instantOf(from)}&to=${to}`;
    const refused = await admin.get(early, { 'accept-language': 'pt-BR' });
    assertProblem(refused, 'validation_failed');
    assert.equal(refused.body.detail, 'O período ainda não terminou.');
    assert.equal(refused.body.errors[0].message, 'não pode estar no futuro');
    const other = `/market/rules/00000000-0000-7000-8000-000000000000/replay/stream?${range}`;
    assertProblem(await admin.get(other), 'not_found');
  });

  it('ends with who leaves, wherever it is, and lets the next one begin', async () => {
    const unlock = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    // No replay gets any further than its first statement.
    const held = market.db.transaction(async (tx) => {
      await tx.query('LOCK TABLE quote IN ACCESS EXCLUSIVE MODE');
      locked.resolve();
      await unlock.promise;
    });
    await locked.promise;
    const waitingInDatabase = async (count: number) => {
      const rows = await market.db.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
           AND application_name = 'balcao-market-analyzer-replay' AND wait_event_type = 'Lock'`,
      );
      assert.equal(rows.length, count);
    };
    try {
      const leaving = await follow();
      await eventually(() => waitingInDatabase(1));
      const next = await follow();
      leaving.leave();
      await eventually(() => waitingInDatabase(2));
      unlock.resolve();
      await held;
      assert.equal((await readAll(next)).at(-1)?.event, 'result');
    } finally {
      unlock.resolve();
      await held;
    }
  });

  it('ends its thread before it has said anything, without a word', async () => {
    const leaving = new AbortController();
    const gate = newGate();
    const events = followReplay(taskOf(500_000), { gate, language: 'en', signal: leaving.signal });
    const first = events.next();
    leaving.abort();
    assert.deepEqual(await first, { done: true, value: undefined });
    await eventually(async () => assert.equal(await gate.run(async () => 'free'), 'free'));
  });
});
