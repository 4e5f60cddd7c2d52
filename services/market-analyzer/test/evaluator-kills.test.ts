/** Guarantee of evaluating: a replica that is killed while it writes alerts loses none to the next one and repeats none. */
import assert from 'node:assert/strict';
import type { Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type RunningProgram, runProgram } from '@balcao/kit/testing/program.ts';
import type { Quote } from '../src/engine/engine.ts';
import type { Condition, EngineRule } from '../src/engine/engine-rule.ts';
import { insertRule } from '../src/rule-store.ts';
import { listMistold, readFound, toFound } from './found-alerts.ts';
import { type MarketDatabase, startMarketDatabase } from './market-database.ts';
import { naiveTransitions } from './naive-engine.ts';
import { toRuleWish } from './rule-wish.ts';

const second = 1_000;
const symbols = ['BOI-GORDO', 'USD-BRL'];
const quotesOfRound = 200;
/** The statements at which the one that evaluates is killed, in the order in which a round has them. */
const deaths = ['INSERT INTO rule_instance', 'UPDATE alert', 'INSERT INTO outbox'];

const program = new URL('../src/main.ts', import.meta.url);
const nobody = '127.0.0.1:1';
const base = Date.now() - 3_600 * second;

const conditions: Condition[] = [
  { kind: 'change', direction: 'either', percent: 2, windowMs: 20 * second },
  { kind: 'mean', direction: 'below', windowMs: 60 * second, minQuotes: 3 },
  { kind: 'deviation', direction: 'up', percent: 1, windowMs: 30 * second, minQuotes: 2 },
  { kind: 'threshold', direction: 'above', price: 540_000_000 },
];

const rules: EngineRule[] = conditions.map((condition, index) => ({
  id: newId(),
  symbols,
  condition,
  forMs: index * second,
  keepFiringForMs: index * second,
  noDataMs: null,
  activeFrom: base,
}));

/** Every second one of each symbol; each round goes on where the one before ended. */
const quotesOf = (round: number): Quote[] =>
  Array.from({ length: quotesOfRound }, (_none, index) => {
    const tick = Math.floor((round * quotesOfRound + index) / symbols.length);
    const symbol = symbols[index % symbols.length] ?? '';
    const price = (5.4 + Math.sin(tick / 5) / 10 + ((tick * 7_919) % 97) / 2_000).toFixed(8);
    return { symbol, at: base + tick * second, price };
  });

describe('a replica that is killed while it evaluates', () => {
  let market: MarketDatabase;
  const replicas: RunningProgram[] = [];

  before(async () => {
    market = await startMarketDatabase();
    const months = [base, Date.now()].map((at) => new Date(at).toISOString());
    await market.db.query('SELECT ensure_quote_months($1::timestamptz[])', [months]);
  });
  after(async () => {
    for (const replica of replicas) replica.kill('SIGKILL');
    await Promise.all(replicas.map(({ exit }) => exit));
    await market?.stop();
  });

  /** Nobody takes its events, so that the outbox shows all that it tells. */
  const startReplica = () => {
    const env = {
      DATABASE_URL: market.url,
      AMQP_URL: `amqp://${nobody}`,
      AUTH_URL: `http://${nobody}`,
    };
    const replica = runProgram(program, { env });
    replicas.push(replica);
    return replica;
  };

  /** Kills it when it has come to that statement, which its server may still finish; answers its successor. */
  async function killAt(statement: string, quotes: Quote[], replica: RunningProgram) {
    const hold = await holdBack(market.db, statement);
    try {
      const commit = await market.store(quotes, 'test');
      await commit();
      await eventually(() => hold.assertReached());
      const successor = startReplica();
      replica.kill('SIGKILL');
      assert.equal(await replica.exit, null);
      return successor;
    } finally {
      await hold.release();
    }
  }

  async function assertEachOnce(quotes: Quote[]): Promise<void> {
    const transitions = naiveTransitions(rules, quotes, base);
    const expected = rules.flatMap((rule) => toFound(rule, transitions));
    assert.ok(expected.some(({ resolvedAt }) => resolvedAt !== null));
    await eventually(async () => assert.deepEqual(await readFound(market.db), expected));
    assert.deepEqual(await listMistold(market.db), []);
  }

  it('is followed by another one: every alert of a naive evaluation is there, and told, once', async () => {
    for (const rule of rules) {
      await market.db.transaction((tx) =>
        insertRule(tx, { ...toRuleWish(rule), id: rule.id }, new Date(base)),
      );
    }
    let replica = startReplica();
    const quotes: Quote[] = [];
    for (const [round, statement] of deaths.entries()) {
      const added = quotesOf(round);
      quotes.push(...added);
      replica = await killAt(statement, added, replica);
      await assertEachOnce(quotes);
    }
  });
});

/** Lets nobody past a statement that writes, until it is released. */
async function holdBack(db: Database, statement: string) {
  const [table = ''] = statement.split(' ').slice(-1);
  const gate = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const ended = db.transaction(async (tx) => {
    await tx.query(`LOCK TABLE ${table} IN SHARE MODE`);
    locked.resolve();
    await gate.promise;
  });
  ended.catch(locked.reject);
  await locked.promise;
  return {
    async assertReached() {
      const waiting = await db.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND starts_with(ltrim(query, E' \\n'), $1)`,
        [statement],
      );
      assert.equal(waiting.length, 1, `nobody waits at ${statement}`);
    },
    release() {
      gate.resolve();
      return ended;
    },
  };
}
