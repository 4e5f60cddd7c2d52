/** A rule as the engine needs it: times in milliseconds, percentages with at most four decimals. */
import type { PriceE8 } from './price.ts';

export type Condition =
  /** More than `percent` away from the lowest (up) or highest (down) price of the window. */
  | { kind: 'change'; direction: 'up' | 'down' | 'either'; percent: number; windowMs: number }
  /** Below or above the mean of the window, where it holds at least `minQuotes`. */
  | { kind: 'mean'; direction: 'below' | 'above'; windowMs: number; minQuotes: number }
  /** More than `percent` away from the mean of the window, where it holds at least `minQuotes`. */
  | {
      kind: 'deviation';
      direction: 'up' | 'down' | 'either';
      percent: number;
      windowMs: number;
      minQuotes: number;
    }
  /** Below or above a price. */
  | { kind: 'threshold'; direction: 'below' | 'above'; price: PriceE8 }
  /** No quote for longer than this. */
  | { kind: 'absent'; afterMs: number };

export interface EngineRule {
  id: string;
  /** One instance of the rule for each. */
  symbols: string[];
  condition: Condition;
  /** How long the condition must hold before the rule fires; 0: it fires at once. */
  forMs: number;
  /** How long it must not hold before a firing rule is back to normal. */
  keepFiringForMs: number;
  /** Without a quote for longer than this the state is `no-data`; null: never. Not for `absent`. */
  noDataMs: number | null;
  /** Absence is counted from here where there is no later quote. */
  activeFrom: number;
}

/** How far back the rule looks; 0 where it looks at the present quote only. */
export const windowOf = ({ condition }: EngineRule): number =>
  'windowMs' in condition ? condition.windowMs : 0;
