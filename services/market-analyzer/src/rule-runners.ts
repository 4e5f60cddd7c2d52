/**
 * The rules that are being evaluated, each with an engine of its own, so that one that is made, changed or deleted
 * leaves the others as they are. In memory only: what comes of quotes and of time is collected until `drain`.
 */

import { Engine, type InstanceProgress, type ScaledQuote } from './engine/engine.ts';
import { windowOf } from './engine/engine-rule.ts';
import type { Transition } from './engine/instance.ts';
import { toPriceE8 } from './engine/price.ts';
import type { Ring } from './engine/ring.ts';
import type { ArrivedQuote, SymbolWindow } from './evaluation-store.ts';
import { KnownPrices } from './known-prices.ts';
import { toEngineRule } from './to-engine-rule.ts';
import type { Revision, WatchedRule } from './watched-rule-store.ts';

/** An alert that has begun or ended. */
export interface Finding {
  rule: WatchedRule;
  transition: Transition;
  /** Counts quotes and looks at the clock: what was found by the same one has the same. */
  step: number;
}

export interface Drained {
  findings: Finding[];
  /** Where those instances stand that have changed. */
  progress: InstanceProgress[];
}

interface Runner {
  rule: WatchedRule;
  engine: Engine;
  known: KnownPrices;
  emit: (transition: Transition) => void;
}

export class RuleRunners {
  readonly #byRule = new Map<string, Runner>();
  #bySymbol = new Map<string, Runner[]>();
  /** Quotes of before them may still come. */
  #waiting: Runner[] = [];
  #findings: Finding[] = [];
  #step = 0;

  get isEmpty(): boolean {
    return this.#byRule.size === 0;
  }

  revisionOf(ruleId: string): number | undefined {
    return this.#byRule.get(ruleId)?.rule.revision;
  }

  /** Drops whatever is not in `revisions`; answers the ids of the rules that are still to be added. */
  keep(revisions: Revision[]): string[] {
    const known = new Map(revisions.map(({ id, revision }) => [id, revision]));
    for (const [id, { rule }] of this.#byRule) {
      if (known.get(id) !== rule.revision) this.#byRule.delete(id);
    }
    this.#waiting = this.#waiting.filter(({ rule }) => this.#byRule.has(rule.id));
    this.#index();
    return revisions.map(({ id }) => id).filter((id) => !this.#byRule.has(id));
  }

  /** Adds rules where `saved` says that they stand. */
  add(rules: WatchedRule[], saved: InstanceProgress[]): void {
    for (const rule of rules) {
      const runner = this.#create(rule, saved);
      this.#byRule.set(rule.id, runner);
      this.#waiting.push(runner);
    }
    this.#index();
  }

  /** Takes the quotes of before, of which the last one is the first, into the windows of these rules. */
  remember(symbol: string, before: Ring, ruleIds: Set<string>): void {
    const runners = this.#bySymbol.get(symbol) ?? [];
    const own = runners.filter(({ rule }) => ruleIds.has(rule.id));
    for (; before.size > 0; before.dropLast()) {
      const { lastTime: at, lastPrice } = before;
      const priceE8 = Number.isNaN(lastPrice) ? null : lastPrice;
      for (const runner of own) remember(runner, { symbol, at, priceE8 });
    }
  }

  /** How many quotes all windows hold. */
  get heldQuotes(): number {
    return [...this.#byRule.values()].reduce((total, { engine }) => total + engine.heldQuotes, 0);
  }

  /** A rule is in `error` on all of its symbols until it changes, or until another evaluator takes over. */
  giveUp(ruleId: string): void {
    this.#byRule.get(ruleId)?.engine.giveUp();
  }

  /** Gives up the rules whose windows hold the most, until all hold `max` at most; answers them. */
  giveUpBeyond(max: number): WatchedRule[] {
    const givenUp: WatchedRule[] = [];
    const sized = [...this.#byRule.values()].map((runner) => ({
      runner,
      held: runner.engine.heldQuotes,
    }));
    let held = sized.reduce((total, one) => total + one.held, 0);
    for (const one of sized.sort((a, b) => b.held - a.held)) {
      if (held <= max) break;
      one.runner.engine.giveUp();
      held -= one.held;
      givenUp.push(one.runner.rule);
    }
    return givenUp;
  }

  take({ symbol, at, price, xid }: ArrivedQuote): void {
    if (this.#waiting.length > 0) this.begin(xid);
    this.#step += 1;
    // The price is read once for all rules.
    const quote = { symbol, at, priceE8: toPriceE8(price) };
    for (const runner of this.#bySymbol.get(symbol) ?? []) {
      const { rule, engine, emit } = runner;
      if (xid < rule.xid) remember(runner, quote);
      else engine.takeScaled(quote, emit);
    }
  }

  /**
   * No quote comes any more that arrived before `xid`: rules that were made up to then judge what was known. One after
   * the other in the order in which they were made, so that it does not matter how many are new at a time.
   */
  begin(xid: number): void {
    const isReady = ({ rule }: Runner) => rule.xid <= xid;
    for (const { known, engine, emit } of this.#waiting.filter(isReady).sort(byAge)) {
      this.#step += 1;
      known.judge(engine, emit);
    }
    this.#waiting = this.#waiting.filter((runner) => !isReady(runner));
  }

  /** Does what the clock has made due before `until`, in milliseconds since 1970. */
  passTime(until: number): void {
    this.#step += 1;
    for (const { engine, emit } of this.#byRule.values()) engine.passTime(until, emit);
  }

  /** What has come of it all since the last call. */
  drain(): Drained {
    const findings = this.#findings;
    this.#findings = [];
    const progress = [...this.#byRule.values()].flatMap(({ engine }) => engine.changes());
    return { findings, progress };
  }

  #create(rule: WatchedRule, saved: InstanceProgress[]): Runner {
    return {
      rule,
      engine: new Engine([toEngineRule(rule)], saved),
      known: new KnownPrices(rule, saved),
      emit: (transition) => void this.#findings.push({ rule, transition, step: this.#step }),
    };
  }

  #index(): void {
    this.#bySymbol = indexed([...this.#byRule.values()]);
  }
}

const byAge = ({ rule: a }: Runner, { rule: b }: Runner) => a.xid - b.xid || (a.id < b.id ? -1 : 1);

function remember({ known, engine }: Runner, quote: ScaledQuote): void {
  if (!known.hold(quote)) engine.rememberScaled(quote);
}

function indexed(runners: Runner[]): Map<string, Runner[]> {
  const all = runners.flatMap((runner) =>
    runner.rule.symbols.map((symbol) => ({ symbol, runner })),
  );
  const bySymbol = Map.groupBy(all, ({ symbol }) => symbol);
  return new Map([...bySymbol].map(([symbol, own]) => [symbol, own.map(({ runner }) => runner)]));
}

/** How far back these rules look at each of their symbols. */
export function windowsOf(rules: WatchedRule[]): SymbolWindow[] {
  const longest = new Map<string, number>();
  for (const rule of rules) {
    const windowMs = windowOf(toEngineRule(rule));
    for (const symbol of rule.symbols) {
      longest.set(symbol, Math.max(windowMs, longest.get(symbol) ?? 0));
    }
  }
  return [...longest].map(([symbol, windowMs]) => ({ symbol, windowMs }));
}
