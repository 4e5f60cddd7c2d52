/** One rule on one symbol: judges its quotes, minds its deadlines, and tells when an alert begins or ends. */
import type { EngineRule } from './engine-rule.ts';
import { type Judge, nobody } from './judge.ts';
import type { PriceE8 } from './price.ts';
import { advance, atRest, lose, type Progress, type RuleState } from './progress.ts';

/** An alert has begun or ended. Times in milliseconds since 1970, prices in hundred-millionths. */
export interface Transition {
  kind: 'firing' | 'resolved';
  ruleId: string;
  symbol: string;
  at: number;
  /** The price that did it; null where the clock did. */
  price: PriceE8 | null;
  /** What the price was held against: an extreme, a mean (rounded half up), a limit. */
  reference: PriceE8 | null;
}

export type Emit = (transition: Transition) => void;

interface Verdict {
  holds: boolean;
  at: number;
  /** Null where the clock has judged. */
  price: PriceE8 | null;
}

interface Beginning {
  judge: Judge;
  /** Where it stood before a restart. */
  progress: Progress | undefined;
}

export class Instance {
  readonly rule: EngineRule;
  readonly symbol: string;
  readonly progress: Progress;
  /** Whether the progress is another than when `isChanged` was last set to false. */
  isChanged = false;
  #judge: Judge;
  /** The verdict that changes nothing; null where each one does. `progress` would be one object more for each quote. */
  #settled: boolean | null;
  /** Whether time alone can change anything. */
  readonly #hasClock: boolean;
  #lastAt: number;
  /** From when on (exclusive) the clock has something to say. */
  #dueAt = Number.POSITIVE_INFINITY;

  constructor(rule: EngineRule, symbol: string, { judge, progress }: Beginning) {
    this.rule = rule;
    this.symbol = symbol;
    this.progress = progress ?? atRest();
    this.#settled = settledBy(this.progress.state);
    this.#judge = judge;
    this.#hasClock = rule.condition.kind === 'absent' || rule.noDataMs !== null;
    this.#lastAt = rule.activeFrom;
    this.#dueAt = this.#nextDue();
  }

  /** A quote of before the restart: fills the window, changes nothing else. Null: one that was an error. */
  remember(at: number, price: PriceE8 | null): void {
    if (price !== null) this.#judge.take(at, price);
    this.#wind(at);
  }

  take(at: number, price: PriceE8, emit: Emit): void {
    if (this.#hasClock && at > this.#dueAt) this.passTime(at, emit);
    const holds = this.#judge.take(at, price);
    // Nearly always there is nothing to do.
    if (holds !== this.#settled) this.#step({ holds, at, price }, emit);
    this.#wind(at);
  }

  /** A quote whose price cannot be reckoned with. */
  fail(at: number, emit: Emit): void {
    if (at > this.#dueAt) this.passTime(at, emit);
    this.#lose('error');
    this.#wind(at);
  }

  get heldQuotes(): number {
    return this.#judge.heldQuotes;
  }

  /** Nothing is judged any more, by quotes or by the clock; the window is forgotten. */
  giveUp(): void {
    this.#lose('error');
    this.#judge = nobody;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  /** Does what was due before `until`, each thing at its own time: how often it is called changes nothing. */
  passTime(until: number, emit: Emit): void {
    while (until > this.#dueAt) {
      const at = this.#dueAt;
      if (this.rule.condition.kind === 'absent') this.#step({ holds: true, at, price: null }, emit);
      else this.#lose('no-data');
      this.#dueAt = this.#nextDue();
    }
  }

  #step({ holds, at, price }: Verdict, emit: Emit): void {
    const { progress, rule } = this;
    const { state, since } = progress;
    const kind = advance(progress, { holds, at }, rule);
    this.#settled = settledBy(progress.state);
    if (progress.state !== state || progress.since !== since || kind !== null)
      this.isChanged = true;
    if (kind === null) return;
    const reference = price === null ? null : this.#judge.reference();
    emit({ kind, ruleId: rule.id, symbol: this.symbol, at, price, reference });
  }

  #lose(state: 'no-data' | 'error'): void {
    if (this.progress.state !== state) this.isChanged = true;
    lose(this.progress, state);
    this.#settled = null;
  }

  /** Winds up the clock at a quote. */
  #wind(at: number): void {
    if (!this.#hasClock) return;
    this.#lastAt = Math.max(this.#lastAt, at);
    this.#dueAt = this.#nextDue();
  }

  #nextDue(): number {
    const { condition, forMs, noDataMs } = this.rule;
    const { state, since } = this.progress;
    if (condition.kind === 'absent') {
      if (state === 'firing') return Number.POSITIVE_INFINITY;
      return state === 'pending' && since !== null
        ? since + forMs
        : this.#lastAt + condition.afterMs;
    }
    if (noDataMs === null || state === 'no-data') return Number.POSITIVE_INFINITY;
    return this.#lastAt + noDataMs;
  }
}

/** In any other state each verdict is a step. */
const settledBy = (state: RuleState) =>
  state === 'firing' ? true : state === 'normal' ? false : null;
