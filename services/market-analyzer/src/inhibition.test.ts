/** Guarantee of inhibition: what is told does not depend on how what happened is divided into rounds. */
import assert from 'node:assert/strict';
import type { InhibitedOn } from '@balcao/contracts/api/market-rules.ts';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Inhibition, judgeInhibition, type Span } from './inhibition.ts';

const ruleIds = ['a', 'b', 'c', 'd'];
const symbols = ['X', 'Y'];

/** At most one that begins or ends of each rule and symbol in a moment; 0: nothing changes. */
const moments = fc.array(fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: 8, maxLength: 8 }), {
  minLength: 1,
  maxLength: 30,
});
/** Rules are inhibited by earlier ones only: there are no circles. */
const inhibitions: fc.Arbitrary<Inhibition[]> = fc
  .array(
    fc.record({
      names: fc.subarray(ruleIds),
      on: fc.constantFrom<InhibitedOn>('any-symbol', 'same-symbol'),
    }),
    { minLength: ruleIds.length, maxLength: ruleIds.length },
  )
  .map((all) =>
    all.map(({ names, on }, index) => ({
      ruleId: ruleIds[index] ?? '',
      by: names.filter((name) => ruleIds.indexOf(name) < index),
      on,
    })),
  );

/** The alerts of it all, by the moments in which they begin and end. */
function alertsOf(toggles: number[][]): Span[] {
  const spans: Span[] = [];
  const open = new Map<number, Span>();
  for (const [moment, toggled] of toggles.entries()) {
    for (const [place, isToggled] of toggled.entries()) {
      if (isToggled === 0) continue;
      const own = open.get(place);
      if (own !== undefined) {
        own.to = moment;
        open.delete(place);
        continue;
      }
      const ruleId = ruleIds[Math.floor(place / symbols.length)] ?? '';
      const symbol = symbols[place % symbols.length] ?? '';
      const id = `${place}-${moment}`;
      const span = { id, ruleId, symbol, from: moment, to: Number.POSITIVE_INFINITY };
      spans.push(span);
      open.set(place, span);
    }
  }
  return spans;
}

/** What a round from `start` to `end` sees of the alerts. */
const seenIn = (spans: Span[], start: number, end: number): Span[] =>
  spans
    .filter(({ from, to }) => from < end && to >= start)
    .map((span) => ({
      ...span,
      from: span.from < start ? -1 : span.from - start,
      to: span.to < end ? span.to - start : Number.POSITIVE_INFINITY,
    }));

/** The alerts that are told, and those of which it is kept that they were inhibited to their end. */
function play(spans: Span[], rules: Inhibition[], sizes: number[]) {
  const told = new Set<string>();
  const inhibited = new Set<string>();
  let start = 0;
  for (const size of sizes) {
    const seen = judgeInhibition(seenIn(spans, start, start + size), rules);
    for (const id of seen.free) told.add(id);
    for (const id of seen.inhibitedToTheEnd) if (!told.has(id)) inhibited.add(id);
    start += size;
  }
  return { told: [...told].sort(), inhibited: [...inhibited].sort() };
}

describe('inhibition', () => {
  it('tells the same, moment by moment or in rounds of any size', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(moments, inhibitions, sizes, (toggles, rules, rounds) => {
        const spans = alertsOf(toggles);
        const one = toggles.map(() => 1);
        const stepwise = play(spans, rules, one);
        assert.deepEqual(play(spans, rules, rounds), stepwise);
        const ended = spans.filter(({ to }) => to < Number.POSITIVE_INFINITY);
        for (const { id } of ended) {
          assert.notEqual(stepwise.told.includes(id), stepwise.inhibited.includes(id));
        }
      }),
      { numRuns: 500 },
    );
  });

  const span = (id: string, from: number, to = Number.POSITIVE_INFINITY): Span => ({
    id,
    ruleId: id,
    symbol: 'X',
    from,
    to,
  });
  const bByA: Inhibition[] = [{ ruleId: 'b', by: ['a'], on: 'any-symbol' }];
  const free = (...spans: Span[]) => judgeInhibition(spans, bByA).free;

  it('holds from the moment in which the other one begins to the one before its end', () => {
    assert.deepEqual(free(span('a', 1), span('b', 1)), ['a']);
    assert.deepEqual(free(span('a', 1, 3), span('b', 2, 3)), ['a']);
    assert.deepEqual(free(span('a', 1, 3), span('b', 2, 4)), ['a', 'b']);
    assert.deepEqual(free(span('a', 1, 3), span('b', 3)), ['a', 'b']);
    assert.deepEqual(free(span('a', 2), span('b', 1)), ['a', 'b']);
  });
});
