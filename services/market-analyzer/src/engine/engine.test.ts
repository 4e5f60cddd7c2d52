/** The rules of the shop, one by one: where they fire, what they compare with, what they do without data. */
import assert from 'node:assert/strict';
import { Engine } from './engine.ts';
import type { Condition, EngineRule } from './engine-rule.ts';
import type { Transition } from './instance.ts';

const minute = 60_000;
const symbol = 'USD-BRL';

const ruleOf = (condition: Condition, fields: Partial<EngineRule> = {}): EngineRule => ({
  id: 'rule',
  symbols: [symbol],
  condition,
  forMs: 0,
  keepFiringForMs: 0,
  noDataMs: null,
  activeFrom: 0,
  ...fields,
});

const rises: Condition = { kind: 'change', direction: 'up', percent: 10, windowMs: 5 * minute };
const above6: Condition = { kind: 'threshold', direction: 'above', price: 600_000_000 };

/** Plays `[minute, price]` and tells the alerts as `minute kind`, and the state at the end. */
function play(rule: EngineRule, quotes: [minute: number, price: string][], until?: number) {
  const engine = new Engine([rule]);
  const seen: Transition[] = [];
  const emit = (transition: Transition) => void seen.push(transition);
  for (const [at, price] of quotes) engine.take({ symbol, at: at * minute, price }, emit);
  if (until !== undefined) engine.passTime(until * minute, emit);
  return {
    told: seen.map(({ at, kind }) => `${at / minute} ${kind}`),
    state: engine.progress()[0]?.state,
    seen,
  };
}

describe('a rule', () => {
  it('"rises more than 10 % in 5 minutes" looks from the lowest price, and exactly 10 % is not more', () => {
    const { told, seen } = play(ruleOf(rises), [
      [0, '5.00'],
      [1, '5.20'],
      [5, '5.50'],
      [5.5, '5.7200001'],
    ]);
    assert.deepEqual(told, ['5.5 firing']);
    assert.deepEqual([seen[0]?.price, seen[0]?.reference], [572_000_010, 520_000_000]);
  });

  it('"falls below the historical mean" does not count the quote that is judged', () => {
    const condition: Condition = {
      kind: 'mean',
      direction: 'below',
      windowMs: 60 * minute,
      minQuotes: 2,
    };
    const { told, seen } = play(ruleOf(condition), [
      [0, '5'],
      [1, '6'],
      [2, '5.5'],
      [3, '5.49999999'],
    ]);
    assert.deepEqual(told, ['3 firing']);
    assert.equal(seen[0]?.reference, 550_000_000);
  });

  it('"deviates more than 3 % from the moving average" fires in both directions', () => {
    const condition: Condition = {
      kind: 'deviation',
      direction: 'either',
      percent: 3,
      windowMs: 2 * minute,
      minQuotes: 1,
    };
    const { told } = play(ruleOf(condition), [
      [0, '100'],
      [1, '103'],
      [2, '104.5450001'],
      [3, '100'],
      [4, '102.2725'],
    ]);
    assert.deepEqual(told, ['2 firing', '4 resolved']);
  });

  it('waits for forSeconds without a break, and keeps firing for keepFiringForSeconds', () => {
    const patient = ruleOf(above6, { forMs: 2 * minute, keepFiringForMs: 2 * minute });
    const { told } = play(patient, [
      [0, '6.1'],
      [1, '5.9'],
      [2, '6.1'],
      [3, '6.1'],
      [4, '6.1'],
      [5, '5.9'],
      [6, '6.1'],
      [7, '5.9'],
      [8, '5.9'],
      [9, '5.9'],
    ]);
    assert.deepEqual(told, ['4 firing', '9 resolved']);
  });

  it('"absent" fires when its time is over, whenever the clock is told, and resolves at the next quote', () => {
    const absent = ruleOf({ kind: 'absent', afterMs: 10 * minute });
    assert.deepEqual(play(absent, [[0, '5']], 10).told, []);
    assert.deepEqual(play(absent, [[0, '5']], 500).told, ['10 firing']);
    const { told } = play(absent, [
      [0, '5'],
      [30, '5'],
      [40, '5'],
    ]);
    assert.deepEqual(told, ['10 firing', '30 resolved']);
  });

  it('says no-data when nothing comes, leaves its alert open, and goes on with the next quote', () => {
    const watched = ruleOf(above6, { noDataMs: 5 * minute });
    assert.equal(play(watched, [[0, '5']], 6).state, 'no-data');
    const { told, state } = play(watched, [
      [0, '6.1'],
      [20, '6.2'],
    ]);
    assert.deepEqual([told, state], [['0 firing'], 'firing']);
  });

  it('says error at a price that cannot be reckoned with, and recovers from it', () => {
    assert.equal(play(ruleOf(above6), [[0, '-1']]).state, 'error');
    const { told, state } = play(ruleOf(above6), [
      [0, '6.1'],
      [1, '90071992.54740992'],
      [2, '5'],
    ]);
    assert.deepEqual([told, state], [['0 firing', '2 resolved'], 'normal']);
  });

  it('judges neither late quotes nor duplicates', () => {
    const { told } = play(ruleOf(rises), [
      [2, '5.00'],
      [1, '1.00'],
      [2, '9.00'],
      [3, '5.40'],
    ]);
    assert.deepEqual(told, []);
  });

  it('names only what has changed, once', () => {
    const engine = new Engine([ruleOf(above6)]);
    engine.take({ symbol, at: 0, price: '5' }, () => undefined);
    assert.deepEqual(engine.changes(), []);
    engine.take({ symbol, at: 1, price: '7' }, () => undefined);
    assert.deepEqual(
      engine.changes().map(({ state, startedAt }) => [state, startedAt]),
      [['firing', 1]],
    );
    assert.deepEqual(engine.changes(), []);
  });
});
