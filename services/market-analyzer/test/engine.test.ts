/** The engine fires exactly where a naive reading of the rules does, and neither the clock nor a restart changes it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Engine, type Quote } from '../src/engine/engine.ts';
import { type EngineRule, windowOf } from '../src/engine/engine-rule.ts';
import type { Transition } from '../src/engine/instance.ts';
import { naiveTransitions } from './naive-engine.ts';
import { randomQuotes, randomRules } from './random-market.ts';

/** The clock is told this late for the last time. */
const end = 10_000_000;

const run = (engine: Engine, quotes: Quote[]): Transition[] => {
  const seen: Transition[] = [];
  for (const quote of quotes) engine.take(quote, (transition) => seen.push(transition));
  return seen;
};

const finish = (engine: Engine): Transition[] => {
  const seen: Transition[] = [];
  engine.passTime(end, (transition) => seen.push(transition));
  return seen;
};

const runAll = (rules: EngineRule[], quotes: Quote[]): Transition[] => {
  const engine = new Engine(rules);
  return [...run(engine, quotes), ...finish(engine)];
};

/** By rule and symbol, each in its own order. */
const sorted = (transitions: Transition[]) =>
  transitions.toSorted((a, b) =>
    `${a.ruleId} ${a.symbol}`.localeCompare(`${b.ruleId} ${b.symbol}`),
  );

/** What a restart finds: the progress as JSON, and of the quotes those of the windows and each symbol's last. */
function restarted(engine: Engine, rules: EngineRule[], judged: Quote[]): Engine {
  const saved = JSON.parse(JSON.stringify(engine.progress()));
  const next = new Engine(rules, saved);
  const windowMs = Math.max(...rules.map(windowOf));
  for (const quote of judged) {
    const own = judged.filter(({ symbol }) => symbol === quote.symbol);
    const lastAt = Math.max(...own.map(({ at }) => at));
    if (quote.at >= lastAt - windowMs) next.remember(quote);
  }
  return next;
}

describe('the rule engine', () => {
  it('fires and resolves exactly at the quotes where a naive reference says so', () => {
    fc.assert(
      fc.property(randomRules, randomQuotes, (rules, quotes) => {
        const expected = naiveTransitions(rules, quotes, end);
        assert.deepEqual(sorted(runAll(rules, quotes)), sorted(expected));
      }),
      { numRuns: 1_500 },
    );
  });

  it('goes on after a restart as if it had never stopped: no alert again, none lost', () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(randomRules, randomQuotes, cut, (rules, quotes, where) => {
        const index = Math.round(where * quotes.length);
        const [judged, rest] = [quotes.slice(0, index), quotes.slice(index)];
        const first = new Engine(rules);
        const before = run(first, judged);
        const second = restarted(first, rules, judged);
        const seen = [...before, ...run(second, rest), ...finish(second)];
        assert.deepEqual(seen, runAll(rules, quotes));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same alerts however often the clock is told while quotes come in order', () => {
    fc.assert(
      fc.property(randomRules, randomQuotes, (rules, quotes) => {
        const inOrder = quotes.toSorted((a, b) => a.at - b.at);
        const engine = new Engine(rules);
        const seen: Transition[] = [];
        let tick = 0;
        for (const quote of inOrder) {
          for (; tick <= quote.at; tick += 7_001) {
            engine.passTime(tick, (transition) => seen.push(transition));
          }
          seen.push(...run(engine, [quote]));
        }
        seen.push(...finish(engine));
        assert.deepEqual(sorted(seen), sorted(runAll(rules, inOrder)));
      }),
      { numRuns: 500 },
    );
  });

  it('gives byte-identical alerts however often the same day is played', () => {
    fc.assert(
      fc.property(randomRules, randomQuotes, (rules, quotes) => {
        const [first, second] = [runAll(rules, quotes), runAll(rules, quotes)];
        assert.equal(JSON.stringify(first), JSON.stringify(second));
      }),
      { numRuns: 50 },
    );
  });
});
