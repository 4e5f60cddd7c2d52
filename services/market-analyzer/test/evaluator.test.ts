/**
 * Guarantees of live evaluation: over random quotes, whose transactions commit in any order, and with evaluators that
 * die, race and take over at any moment, the alerts are those of the pure engine, each once.
 */
import assert from 'node:assert/strict';
import type { Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import fc from 'fast-check';
import { Engine, type InstanceProgress, type Quote } from '../src/engine/engine.ts';
import type { EngineRule } from '../src/engine/engine-rule.ts';
import type { Transition } from '../src/engine/instance.ts';
import { toPriceE8 } from '../src/engine/price.ts';
import { createEvaluator, type Evaluator } from '../src/evaluator.ts';
import { insertRule } from '../src/rule-store.ts';
import { readProgress } from '../src/watched-rule-store.ts';
import { listMistold, readFound, toFound } from './found-alerts.ts';
import { type Commit, type MarketDatabase, startMarketDatabase } from './market-database.ts';
import { randomQuotes, randomRules } from './random-market.ts';
import { toRuleWish } from './rule-wish.ts';

/** How far the clock is told at last, in milliseconds since 1970; before that it stands still at nothing. */
const end = 10_000_000;

/** Quotes that are stored by one transaction, when it commits, and what happens then. */
interface Portion {
  size: number;
  /** How many further portions are stored before this one commits. */
  delay: number;
  fate: 'nothing' | 'run' | 'die' | 'race' | 'stop';
  /** Whether the evaluator runs once more while the transaction is open. */
  isWatched: boolean;
}

const portions: fc.Arbitrary<Portion[]> = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    delay: fc.constantFrom(0, 0, 1, 2, 4),
    fate: fc.constantFrom('nothing' as const, 'run', 'run', 'die', 'race', 'stop'),
    isWatched: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

/** A rule that is made before the portion of that index is stored. */
interface Made {
  id: string;
  rule: EngineRule;
  before: number;
}

describe('the evaluator', () => {
  let market: MarketDatabase;
  let db: Database;
  let clock = 0;
  const outbox = createOutbox();
  const start = () =>
    createEvaluator({ db, outbox, now: () => new Date(clock), maxWindowQuotes: 1_000_000 });

  before(async () => {
    market = await startMarketDatabase();
    db = market.db;
  });
  after(() => market?.stop());

  const reset = () => {
    clock = 0;
    return market.reset();
  };

  /** What happens to an evaluator; answers who goes on. */
  async function go(evaluator: Evaluator, what: Portion['fate']): Promise<Evaluator> {
    if (what === 'nothing') return evaluator;
    if (what === 'run') {
      await evaluator.run();
      return evaluator;
    }
    if (what === 'stop') await evaluator.stop();
    else await market.expireLease();
    const next = start();
    // One that races believes that it leads still.
    await Promise.all([next.run(), what === 'race' ? evaluator.run() : undefined]);
    return next;
  }

  const make = async (made: Made[], index: number) => {
    for (const { id, rule } of made.filter(({ before }) => before === index)) {
      const activeFrom = new Date(rule.activeFrom);
      await db.transaction((tx) => insertRule(tx, { id, ...toRuleWish(rule) }, activeFrom));
    }
  };

  /** Answers the evaluator that leads at last. */
  async function play(made: Made[], cut: Quote[][], plan: Portion[]): Promise<Evaluator> {
    let evaluator = start();
    const open: { due: number; commit: Commit }[] = [];
    for (const [index, quotes] of cut.entries()) {
      const { delay, fate, isWatched } = plan[index % plan.length] ?? assert.fail();
      await make(made, index);
      open.push({ due: index + delay, commit: await market.store(quotes, `s${index}`) });
      if (isWatched) await evaluator.run();
      for (const { due, commit } of open) if (due === index) await commit();
      evaluator = await go(evaluator, fate);
    }
    await Promise.all(open.map(({ commit }) => commit()));
    clock = end + 1_000;
    return go(evaluator, 'die');
  }

  it('finds what the pure engine finds, each alert once, whoever dies and whatever commits late', async () => {
    const random = fc.tuple(randomRules, randomQuotes, portions, fc.array(fc.nat(2)));
    await fc.assert(
      fc
        .asyncProperty(random, async ([rules, quotes, plan, before]) => {
          const made = rules.map((rule, index) => ({
            id: newId(),
            rule,
            before: before[index] ?? 0,
          }));
          const cut = cutInto(quotes, plan);
          const known = made.filter((one) => one.before < cut.length);
          const last = await play(known, cut, plan);
          const expected = known.map((one) => expectation(one, cut));
          const ids = known.map(({ id }) => id);
          const assertAll = async () => {
            assert.deepEqual(
              await readFound(db),
              expected.flatMap(({ found }) => found),
            );
            assert.deepEqual(
              sortProgress((await readProgress(db, ids)).filter(isOffRest)),
              sortProgress(expected.flatMap(({ progress }) => progress).filter(isOffRest)),
            );
            assert.deepEqual(await listMistold(db), []);
          };
          // Whoever else writes on this server may hold it up.
          await eventually(async () => {
            await last.run();
            await assertAll();
          }, 15_000);
          await last.run();
          await assertAll();
        })
        .beforeEach(reset),
      { numRuns: 150 },
    );
  });
});

function cutInto(quotes: Quote[], plan: Portion[]): Quote[][] {
  const cut: Quote[][] = [];
  for (let from = 0; from < quotes.length; ) {
    const size = plan[cut.length % plan.length]?.size ?? 1;
    cut.push(quotes.slice(from, from + size));
    from += size;
  }
  return cut;
}

/**
 * What the pure engine finds over the portions in their order: those from before the rule fill its window, and a limit
 * is held against the latest price of each symbol among them.
 */
function expectation({ id, rule, before }: Made, cut: Quote[][]) {
  const engine = new Engine([{ ...rule, id }]);
  const seen: Transition[] = [];
  const emit = (transition: Transition) => void seen.push(transition);
  const known = cut.slice(0, before).flat();
  if (rule.condition.kind === 'threshold') {
    for (const quote of latestOf(known)) {
      if (toPriceE8(quote.price) === null) engine.remember(quote);
      else engine.take(quote, emit);
    }
  } else for (const quote of known) engine.remember(quote);
  for (const quote of cut.slice(before).flat()) engine.take(quote, emit);
  engine.passTime(end, emit);
  return { found: toFound({ ...rule, id }, seen), progress: engine.progress() };
}

/** Of each symbol the first that came of those of the latest time. */
const latestOf = (quotes: Quote[]) =>
  [...Map.groupBy(quotes, ({ symbol }) => symbol).values()].flatMap((own) =>
    own.toSorted((a, b) => b.at - a.at).slice(0, 1),
  );

const isOffRest = ({ state }: InstanceProgress) => state !== 'normal';
const sortProgress = (progress: InstanceProgress[]) =>
  progress.toSorted((a, b) => (`${a.ruleId} ${a.symbol}` < `${b.ruleId} ${b.symbol}` ? -1 : 1));
