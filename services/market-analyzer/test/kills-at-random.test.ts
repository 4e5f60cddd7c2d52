/**
 * Guarantee of evaluating a recorded day: killed at twenty points of chance, it loses no alert and repeats none, and tells
 * those that no other one inhibits; and three processes that replay the day give the same bytes.
 */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type RunningProgram, runProgram } from '@balcao/kit/testing/program.ts';
import type { Quote } from '../src/engine/engine.ts';
import type { Condition, EngineRule } from '../src/engine/engine-rule.ts';
import type { Inhibition } from '../src/inhibition.ts';
import { insertRule } from '../src/rule-store.ts';
import { readFound, toFound } from './found-alerts.ts';
import { type MarketDatabase, startMarketDatabase } from './market-database.ts';
import { naiveTransitions } from './naive-engine.ts';
import { naiveTold, readTold } from './naive-inhibition.ts';
import { toRuleWish } from './rule-wish.ts';

const minute = 60_000;
const day = 1_440;
const symbols = ['BOI-GORDO', 'USD-BRL'];
const killCount = 20;
/** A round of evaluating has some ten statements, taking the lead some twenty. */
const maxStatements = 60;
const minutesOfPortion = 12;

const evaluate = new URL('./evaluate-until.ts', import.meta.url);
const replay = new URL('./replay-day.ts', import.meta.url);
const dayMs = day * minute;
const base = Math.floor(Date.now() / dayMs - 2) * dayMs;

const conditions: Condition[] = [
  { kind: 'change', direction: 'either', percent: 2, windowMs: 20 * minute },
  { kind: 'mean', direction: 'below', windowMs: 60 * minute, minQuotes: 3 },
  { kind: 'deviation', direction: 'up', percent: 1, windowMs: 30 * minute, minQuotes: 2 },
  { kind: 'threshold', direction: 'above', price: 540_000_000 },
];

const rules: EngineRule[] = conditions.map((condition, index) => ({
  id: newId(),
  symbols,
  condition,
  forMs: index * minute,
  keepFiringForMs: index * minute,
  noDataMs: null,
  activeFrom: base,
}));

const idOf = (index: number) => rules[index]?.id ?? '';
const inhibitions: Inhibition[] = [
  { ruleId: idOf(1), by: [idOf(0)], on: 'same-symbol' },
  { ruleId: idOf(3), by: [idOf(2), idOf(1)], on: 'any-symbol' },
];

/** Of each minute one of each symbol. */
const quotes: Quote[] = Array.from({ length: day * symbols.length }, (_none, index) => {
  const tick = Math.floor(index / symbols.length);
  const symbol = symbols[index % symbols.length] ?? '';
  const price = (5.4 + Math.sin(tick / 5) / 10 + ((tick * 7_919) % 97) / 2_000).toFixed(8);
  return { symbol, at: base + tick * minute, price };
});

/** Numbers from 0 to below 1, the same for a seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('a recorded day', () => {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
  let market: MarketDatabase;
  let env: Record<string, string>;
  const evaluators: RunningProgram[] = [];

  before(async () => {
    market = await startMarketDatabase();
    env = { DATABASE_URL: market.url };
    await market.db.query('SELECT ensure_quote_months($1::timestamptz[])', [
      [new Date(base).toISOString(), new Date(base + dayMs).toISOString()],
    ]);
    for (const rule of rules) {
      const { by = [], on = 'any-symbol' } =
        inhibitions.find(({ ruleId }) => ruleId === rule.id) ?? {};
      const wish = { ...toRuleWish(rule), id: rule.id, inhibitedBy: by, inhibitedOn: on };
      await market.db.transaction((tx) => insertRule(tx, wish, new Date(base)));
    }
  });
  after(async () => {
    for (const evaluator of evaluators) evaluator.kill('SIGKILL');
    await Promise.all(evaluators.map(({ exit }) => exit));
    await market?.stop();
  });

  const start = (statements: number) => {
    const evaluator = runProgram(evaluate, { args: [String(statements)], env });
    evaluators.push(evaluator);
    return evaluator;
  };
  const waiting = async () => {
    const [row] = await market.db.query<{ count: number }>(
      'SELECT count(*) AS count FROM quote q, evaluation e WHERE (q.xid, q.seq) > (e.xid, e.seq)',
    );
    return row?.count ?? 0;
  };

  /** Stores portion after portion until the evaluator has died of it; answers how many are stored then. */
  async function feed(evaluator: RunningProgram, stored: number): Promise<number> {
    let isDead = false;
    void evaluator.exit.then((code) => {
      assert.equal(code, null, evaluator.printed());
      isDead = true;
    });
    let next = stored;
    while (!isDead) {
      const portion = quotes.slice(next, next + minutesOfPortion * symbols.length);
      await (await market.store(portion, 'recorded'))();
      next += portion.length;
      await eventually(async () => assert.ok(isDead || (await waiting()) === 0));
    }
    await market.expireLease();
    return next;
  }

  it('is evaluated as a naive reading does it, each alert that is not inhibited told once, by evaluators of which twenty are killed', async function () {
    this.timeout(150_000);
    process.stdout.write(`    killed at statements by KILL_SEED=${seed}\n`);
    const random = createRandom(seed);
    let stored = 0;
    for (let kill = 0; kill < killCount; kill += 1) {
      stored = await feed(start(1 + Math.floor(random() * maxStatements)), stored);
    }
    await (await market.store(quotes.slice(stored), 'recorded'))();
    start(0);
    const transitions = naiveTransitions(rules, quotes, base + dayMs);
    const expected = rules.flatMap((rule) => toFound(rule, transitions));
    assert.ok(expected.length > 100, `${expected.length} alerts`);
    await eventually(async () => assert.deepEqual(await readFound(market.db), expected), 20_000);
    const told = naiveTold(transitions, quotes, inhibitions);
    const untold = told.filter(({ beginnings }) => beginnings === 0);
    assert.ok(untold.length > 10 && untold.length < told.length / 2, `${untold.length} not told`);
    assert.deepEqual(await readTold(market.db), told);
  });

  it('gives the same bytes to three processes that replay it, and the alerts that it gave live', async () => {
    const args = [String(base), String(base + dayMs)];
    const replays = [0, 1, 2].map(() => runProgram(replay, { args, env }));
    for (const { exit, printed } of replays) assert.equal(await exit, 0, printed());
    const [first, second, third] = replays.map(({ printed }) => printed());
    assert.ok(first !== undefined && first === second && first === third);
    const played = first
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const count = played.reduce((total, { alertCount }) => total + alertCount, 0);
    assert.equal(count, (await readFound(market.db)).length);
    assert.deepEqual(
      played.map(({ quoteCount }) => quoteCount),
      rules.map(() => quotes.length),
    );
  });
});
