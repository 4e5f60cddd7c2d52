/** `bench engine`: how many quotes per second the rule engine judges on one core, beside loops that do less or do it plainly. */
import { Engine } from '../../services/market-analyzer/src/engine/engine.ts';
import type {
  Condition,
  EngineRule,
} from '../../services/market-analyzer/src/engine/engine-rule.ts';
import { fromPriceE8 } from '../../services/market-analyzer/src/engine/price.ts';
import { perSecond, printRow } from '../harness/load.ts';

const symbolCount = 200;
const minute = 60_000;

const conditions: Condition[] = [
  { kind: 'change', direction: 'up', percent: 10, windowMs: 5 * minute },
  { kind: 'mean', direction: 'below', windowMs: 15 * minute, minQuotes: 10 },
  { kind: 'deviation', direction: 'either', percent: 3, windowMs: 5 * minute, minQuotes: 10 },
];

/** One quote per symbol and second, each a small step from the one before. */
interface Tape {
  symbols: string[];
  times: Float64Array;
  prices: Float64Array;
}

export async function benchEngine({ seconds }: { seconds: number }): Promise<void> {
  const tape = recordTape(symbolCount * 5_000);
  const rules = conditions.map((condition, index) => ruleOf(condition, index, tape.symbols));
  const count = tape.times.length;
  process.stdout.write(
    `${count} quotes of ${symbolCount} symbols through ${rules.length} rules each, one core\n`,
  );
  const rounds = Math.max(3, Math.round(seconds / 3));
  let alerts = 0;
  const judged = best(rounds, () => {
    alerts = judge(rules, tape);
  });
  printRow('rule engine', { rate: perSecond(count, judged), alerts: String(alerts) });
  printRow('rule engine, prices as decimal text', {
    rate: perSecond(count, best(3, decimalsOf(tape, rules))),
  });
  printRow('baseline: reading the quotes', {
    rate: perSecond(
      count,
      best(rounds, () => readOnly(tape)),
    ),
  });
  const few = symbolCount * 500;
  printRow('baseline: windows looked through anew', {
    rate: perSecond(
      few,
      best(1, () => lookThrough(tape, few)),
    ),
  });
}

const ruleOf = (condition: Condition, index: number, symbols: string[]): EngineRule => ({
  id: `rule ${index}`,
  symbols,
  condition,
  forMs: 0,
  keepFiringForMs: 0,
  noDataMs: null,
  activeFrom: 0,
});

/** The shortest of some rounds, in seconds: the machine's other work is not the engine's. */
function best(rounds: number, work: () => void): number {
  const took = Array.from({ length: rounds }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...took) / 1000;
}

function recordTape(count: number): Tape {
  const symbols = Array.from({ length: symbolCount }, (_, index) => `SYM${index}`);
  const [times, prices] = [new Float64Array(count), new Float64Array(count)];
  const present = new Float64Array(symbolCount).fill(542_590_000);
  let seed = 1;
  for (let index = 0; index < count; index += 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const which = index % symbolCount;
    const price = Math.round((present[which] ?? 0) * (1 + (seed / 2 ** 32 - 0.5) * 0.004));
    present[which] = price;
    prices[index] = price;
    times[index] = Math.floor(index / symbolCount) * 1_000;
  }
  return { symbols, times, prices };
}

function judge(rules: EngineRule[], { symbols, times, prices }: Tape): number {
  const engine = new Engine(rules);
  let alerts = 0;
  const emit = () => {
    alerts += 1;
  };
  const quote = { symbol: '', at: 0, priceE8: 0 };
  for (let index = 0; index < times.length; index += 1) {
    quote.symbol = symbols[index % symbolCount] ?? '';
    quote.at = times[index] ?? 0;
    quote.priceE8 = prices[index] ?? 0;
    engine.takeScaled(quote, emit);
  }
  return alerts;
}

function decimalsOf({ symbols, times, prices }: Tape, rules: EngineRule[]): () => void {
  const decimals = Array.from(prices, (price) => fromPriceE8(price));
  return () => {
    const engine = new Engine(rules);
    for (let index = 0; index < times.length; index += 1) {
      const symbol = symbols[index % symbolCount] ?? '';
      engine.take({ symbol, at: times[index] ?? 0, price: decimals[index] ?? '' }, () => undefined);
    }
  };
}

function readOnly({ symbols, times, prices }: Tape): number {
  const last = new Map<string, number>();
  let total = 0;
  for (let index = 0; index < times.length; index += 1) {
    last.set(symbols[index % symbolCount] ?? '', prices[index] ?? 0);
    total += times[index] ?? 0;
  }
  return total + last.size;
}

/** The same three questions, each answered by looking at all quotes of its window. */
function lookThrough({ times, prices }: Tape, count: number): number {
  let alerts = 0;
  for (let index = 0; index < count; index += 1) {
    const [at, price] = [times[index] ?? 0, prices[index] ?? 0];
    for (const condition of conditions) {
      if (!('windowMs' in condition)) continue;
      let [lowest, sum, size] = [Number.POSITIVE_INFINITY, 0, 0];
      for (let past = index - symbolCount; past >= 0; past -= symbolCount) {
        if ((times[past] ?? 0) < at - condition.windowMs) break;
        const one = prices[past] ?? 0;
        lowest = Math.min(lowest, one);
        sum += one;
        size += 1;
      }
      const base = condition.kind === 'change' ? lowest * 1.1 : (sum / size) * 1.03;
      if (price > base) alerts += 1;
    }
  }
  return alerts;
}
