/**
 * The last prices of before a rule, which a limit is held against once no other one can come before the rule: what is
 * beyond it when the rule is made, started or changed is told then and not at the next change of the price (a rule with
 * `forMs` is pending then, and goes on at a quote as ever). Other conditions are about what happens, and wait for a quote.
 *
 * That it is once needs no memory of its own. Where the rule has a saved state on a symbol, the price was judged;
 * where it has none, it has never left its rest, and the same price leaves it there again, after a restart too.
 */
import type { Engine, InstanceProgress, ScaledQuote } from './engine/engine.ts';
import type { Emit } from './engine/instance.ts';
import { toEngineRule } from './to-engine-rule.ts';
import type { WatchedRule } from './watched-rule-store.ts';

export class KnownPrices {
  readonly #symbols: Set<string>;
  readonly #last = new Map<string, ScaledQuote>();
  /** A price of before is as good as none: the rule itself says how long one holds. */
  readonly #since: number;

  /** `saved` is where rules stand. */
  constructor(rule: WatchedRule, saved: InstanceProgress[]) {
    const own = saved.filter(({ ruleId }) => ruleId === rule.id).map(({ symbol }) => symbol);
    const symbols = rule.condition.kind === 'threshold' ? rule.symbols : [];
    this.#symbols = new Set(symbols.filter((symbol) => !own.includes(symbol)));
    const { activeFrom, noDataMs } = toEngineRule(rule);
    this.#since = activeFrom - (noDataMs ?? Number.POSITIVE_INFINITY);
  }

  /** False where it is not to be judged, and the engine takes it into its window. */
  hold(quote: ScaledQuote): boolean {
    if (!this.#symbols.has(quote.symbol)) return false;
    const last = this.#last.get(quote.symbol);
    if (last === undefined || quote.at > last.at) this.#last.set(quote.symbol, quote);
    return true;
  }

  /** From now on `hold` is not to be called. */
  judge(engine: Engine, emit: Emit): void {
    for (const { symbol, at, priceE8 } of this.#last.values()) {
      if (priceE8 === null || at < this.#since) engine.rememberScaled({ symbol, at, priceE8 });
      else engine.takeScaled({ symbol, at, priceE8 }, emit);
    }
    this.#last.clear();
  }
}
