/**
 * The rules' semantics written down a second time, as plainly as possible and for the tests only: for every quote
 * it looks through all quotes before it, in fractions of whole numbers, and decides from the verdicts since the
 * beginning. Nothing is shared with the engine but the types.
 */
import type { Quote } from '../src/engine/engine.ts';
import type { Condition, EngineRule } from '../src/engine/engine-rule.ts';
import type { Transition } from '../src/engine/instance.ts';

interface Verdict {
  at: number;
  holds: boolean;
  price: string | null;
  reference: bigint | null;
}

const tenThousandth = 10_000n;

/** All alerts that `rules` give over `quotes` (in the order of arrival) until `end`. */
export function naiveTransitions(rules: EngineRule[], quotes: Quote[], end: number): Transition[] {
  return rules.flatMap((rule) =>
    rule.symbols.flatMap((symbol) => {
      const series = inOrder(quotes.filter((quote) => quote.symbol === symbol));
      const verdicts =
        rule.condition.kind === 'absent'
          ? absences(rule, series, { afterMs: rule.condition.afterMs, end })
          : series.map((_, index) => judge(rule.condition, series, index));
      return transitionsOf(rule, symbol, verdicts);
    }),
  );
}

/** The quotes that are later than every one that came before them. */
const inOrder = (quotes: Quote[]) =>
  quotes.filter(({ at }, index) => quotes.slice(0, index).every((before) => before.at < at));

const scaled = (price: string): bigint => {
  const [whole = '', fraction = ''] = price.split('.');
  return BigInt(whole + fraction.padEnd(8, '0'));
};

function judge(condition: Condition, series: Quote[], index: number): Verdict {
  const { at, price } = series[index] ?? { at: 0, price: '0' };
  const windowMs = 'windowMs' in condition ? condition.windowMs : 0;
  const earlier = series
    .slice(0, index)
    .filter((quote) => quote.at >= at - windowMs)
    .map((quote) => scaled(quote.price));
  return { at, price, ...hold(condition, scaled(price), earlier) };
}

function hold(
  condition: Condition,
  price: bigint,
  earlier: bigint[],
): Pick<Verdict, 'holds' | 'reference'> {
  switch (condition.kind) {
    case 'threshold': {
      const limit = BigInt(condition.price);
      const holds = condition.direction === 'above' ? price > limit : price < limit;
      return { holds, reference: limit };
    }
    case 'mean':
    case 'deviation': {
      const sum = earlier.reduce((total, one) => total + one, 0n);
      const count = BigInt(earlier.length);
      const reference = count === 0n ? null : (2n * sum + count) / (2n * count);
      if (earlier.length < condition.minQuotes) return { holds: false, reference };
      if (condition.kind === 'mean') {
        const holds = condition.direction === 'above' ? price * count > sum : price * count < sum;
        return { holds, reference };
      }
      const isUp = isMore(price * count, sum, condition.percent);
      const isDown = isLess(price * count, sum, condition.percent);
      return { holds: chosen(condition.direction, isUp, isDown), reference };
    }
    case 'change': {
      const ordered = earlier.toSorted((a, b) => (a < b ? -1 : 1));
      const [lowest, highest] = [ordered.at(0), ordered.at(-1)];
      if (lowest === undefined || highest === undefined) return { holds: false, reference: null };
      const isUp = isMore(price, lowest, condition.percent);
      const isDown = isLess(price, highest, condition.percent);
      const looksAtLowest =
        condition.direction === 'up' || (condition.direction === 'either' && isUp);
      return {
        holds: chosen(condition.direction, isUp, isDown),
        reference: looksAtLowest ? lowest : highest,
      };
    }
    case 'absent':
      return { holds: false, reference: null };
  }
}

const partsOf = (percent: number) => BigInt(Math.round(percent * 10_000));
const isMore = (value: bigint, base: bigint, percent: number) =>
  (value - base) * 100n * tenThousandth > base * partsOf(percent);
const isLess = (value: bigint, base: bigint, percent: number) =>
  (base - value) * 100n * tenThousandth > base * partsOf(percent);
const chosen = (direction: 'up' | 'down' | 'either', isUp: boolean, isDown: boolean) =>
  direction === 'either' ? isUp || isDown : direction === 'up' ? isUp : isDown;

/** Each gap begins to hold when it has lasted long enough, and ends at the next quote. */
function absences(
  rule: EngineRule,
  series: Quote[],
  { afterMs, end }: { afterMs: number; end: number },
): Verdict[] {
  const clock = (at: number): Verdict => ({ at, holds: true, price: null, reference: null });
  const marks = [rule.activeFrom, ...series.map(({ at }) => Math.max(at, rule.activeFrom))];
  return marks.flatMap((mark, index) => {
    const quote = series[index];
    const until = quote?.at ?? end;
    const dues = [mark + afterMs, ...(rule.forMs > 0 ? [mark + afterMs + rule.forMs] : [])];
    const held = dues.filter((due) => due < until).map(clock);
    if (quote === undefined) return held;
    return [...held, { at: quote.at, holds: false, price: quote.price, reference: null }];
  });
}

/** Fires where the condition has held for so long without a break, and resolves where it has not for so long. */
function transitionsOf(rule: EngineRule, symbol: string, verdicts: Verdict[]): Transition[] {
  const transitions: Transition[] = [];
  for (const [index, { at, price, reference }] of verdicts.entries()) {
    const isOpen = transitions.at(-1)?.kind === 'firing';
    const known = verdicts.slice(lastGap(rule, verdicts, index), index + 1);
    const heldMs = at - startOfRun(known, true);
    const restedMs = at - startOfRun(known, false);
    const kind =
      !isOpen && heldMs >= rule.forMs
        ? 'firing'
        : isOpen && restedMs >= rule.keepFiringForMs
          ? 'resolved'
          : null;
    if (kind === null) continue;
    transitions.push({
      kind,
      ruleId: rule.id,
      symbol,
      at,
      price: price === null ? null : Number(scaled(price)),
      reference: reference === null ? null : Number(reference),
    });
  }
  return transitions;
}

/** Where the verdicts begin again after the last time without data. */
function lastGap({ noDataMs, activeFrom }: EngineRule, verdicts: Verdict[], index: number): number {
  const isAfterGap = ({ at }: Verdict, before: Verdict) =>
    noDataMs !== null && at > Math.max(before.at, activeFrom) + noDataMs;
  for (let start = index; start > 0; start -= 1) {
    const [one, before] = [verdicts[start], verdicts[start - 1]];
    if (one !== undefined && before !== undefined && isAfterGap(one, before)) return start;
  }
  return 0;
}

/** Where the unbroken run of verdicts `holds` begins that lasts to the end; never where there is none. */
function startOfRun(verdicts: Verdict[], holds: boolean): number {
  let start = Number.POSITIVE_INFINITY;
  for (const verdict of verdicts.toReversed()) {
    if (verdict.holds !== holds) break;
    start = verdict.at;
  }
  return start;
}
