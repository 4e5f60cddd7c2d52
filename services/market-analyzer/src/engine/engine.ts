/**
 * The rule engine: quotes in, alerts out, each quote in constant time on the average. It is a pure machine: no
 * clock, no chance, no input or output, so that the same quotes always give the same alerts.
 *
 * - A series is judged in the order of its quotes' own times. A quote that is not later than the last one of its
 *   symbol (late, or a duplicate) is not judged and enters no window: the first word on a moment counts.
 * - Rules fire at quotes. A gap makes windows emptier and starts nothing by itself; only `absent` and `no-data`
 *   go by the clock, and `passTime` tells it: each thing happens at the moment when it was due, so neither how
 *   often the clock is told nor a restart changes an alert.
 * - `progress` and the quotes are all the state there is: an engine with both restored goes on as if it had
 *   never stopped. Windows are filled again from the quotes (`remember`), from `windowOf` before each symbol's last.
 */
import type { EngineRule } from './engine-rule.ts';
import { type Emit, Instance } from './instance.ts';
import { judgesOf } from './judge.ts';
import { type PriceE8, toPriceE8 } from './price.ts';
import type { Progress } from './progress.ts';

/** Where one rule stands on one symbol. */
export interface InstanceProgress extends Progress {
  ruleId: string;
  symbol: string;
}

export interface Quote {
  symbol: string;
  /** Milliseconds since 1970. */
  at: number;
  /** A decimal string. */
  price: string;
}

export interface ScaledQuote {
  symbol: string;
  at: number;
  /** Null: one that cannot be reckoned with. */
  priceE8: PriceE8 | null;
}

interface Series {
  lastAt: number;
  instances: Instance[];
}

export class Engine {
  readonly #series = new Map<string, Series>();
  readonly #instances: Instance[] = [];

  /** `saved` is what `progress` gave; of a rule that is not among `rules` it is ignored. */
  constructor(rules: EngineRule[], saved: InstanceProgress[] = []) {
    const before = new Map(saved.map((one) => [keyOf(one.ruleId, one.symbol), one]));
    for (const rule of rules) {
      const createJudge = judgesOf(rule.condition);
      for (const symbol of rule.symbols) {
        const known = before.get(keyOf(rule.id, symbol));
        const progress = known === undefined ? undefined : progressOf(known);
        this.#add(new Instance(rule, symbol, { judge: createJudge(), progress }));
      }
    }
  }

  /** A quote that was judged before the restart, in the order in which it came. */
  remember({ symbol, at, price }: Quote): void {
    this.rememberScaled({ symbol, at, priceE8: toPriceE8(price) });
  }

  /** The same for a price that is in hundred-millionths already. */
  rememberScaled({ symbol, at, priceE8 }: ScaledQuote): void {
    const series = this.#next(symbol, at);
    if (series === undefined) return;
    for (const instance of series.instances) instance.remember(at, priceE8);
  }

  /** Judges a quote; a price that the engine cannot reckon with puts its rules into `error`. */
  take({ symbol, at, price }: Quote, emit: Emit): void {
    this.takeScaled({ symbol, at, priceE8: toPriceE8(price) }, emit);
  }

  /** The same for a price that is in hundred-millionths already. */
  takeScaled({ symbol, at, priceE8 }: ScaledQuote, emit: Emit): void {
    const series = this.#next(symbol, at);
    if (series === undefined) return;
    for (const instance of series.instances) {
      if (priceE8 === null) instance.fail(at, emit);
      else instance.take(at, priceE8, emit);
    }
  }

  /** Does what the clock has made due before `until`. */
  passTime(until: number, emit: Emit): void {
    for (const instance of this.#instances) instance.passTime(until, emit);
  }

  /** How many quotes the windows hold. */
  get heldQuotes(): number {
    return this.#instances.reduce((total, { heldQuotes }) => total + heldQuotes, 0);
  }

  /** Judges nothing any more and forgets all windows: every instance is in `error`, with its alert as it is. */
  giveUp(): void {
    this.#series.clear();
    for (const instance of this.#instances) instance.giveUp();
  }

  /** Where everything stands. */
  progress(): InstanceProgress[] {
    return this.#instances.map(toSaved);
  }

  /** Where those stand that have changed since the last call. */
  changes(): InstanceProgress[] {
    const changed = this.#instances.filter(({ isChanged }) => isChanged);
    for (const instance of changed) instance.isChanged = false;
    return changed.map(toSaved);
  }

  #add(instance: Instance): void {
    const series = this.#series.get(instance.symbol);
    if (series !== undefined) series.instances.push(instance);
    else {
      const lastAt = Number.NEGATIVE_INFINITY;
      this.#series.set(instance.symbol, { lastAt, instances: [instance] });
    }
    this.#instances.push(instance);
  }

  /** The series which this quote takes further; undefined where no rule watches it or the quote is late. */
  #next(symbol: string, at: number): Series | undefined {
    const series = this.#series.get(symbol);
    if (series === undefined || at <= series.lastAt) return undefined;
    series.lastAt = at;
    return series;
  }
}

const keyOf = (ruleId: string, symbol: string) => `${ruleId} ${symbol}`;

const progressOf = ({ state, since, startedAt }: Progress): Progress => ({
  state,
  since,
  startedAt,
});

const toSaved = ({ rule, symbol, progress }: Instance): InstanceProgress => ({
  ruleId: rule.id,
  symbol,
  ...progressOf(progress),
});
