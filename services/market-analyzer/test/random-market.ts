/** Random rules and random quotes: steady, jumping, repeated, late, with gaps, and right on the limits. */
import fc from 'fast-check';
import type { Quote } from '../src/engine/engine.ts';
import type { Condition, EngineRule } from '../src/engine/engine-rule.ts';

const symbols = ['USD-BRL', 'BTC-BRL'];
const second = 1_000;

const windowMs = fc.constantFrom(1, 5, 30, 300).map((seconds) => seconds * second);
const percent = fc.constantFrom(0, 0.0001, 0.5, 3, 10, 100);
const minQuotes = fc.integer({ min: 1, max: 4 });
const upOrDown = fc.constantFrom('up' as const, 'down' as const, 'either' as const);
const belowOrAbove = fc.constantFrom('below' as const, 'above' as const);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), direction: upOrDown, percent, windowMs }),
  fc.record({ kind: fc.constant('mean' as const), direction: belowOrAbove, windowMs, minQuotes }),
  fc.record({
    kind: fc.constant('deviation' as const),
    direction: upOrDown,
    percent,
    windowMs,
    minQuotes,
  }),
  fc.record({
    kind: fc.constant('threshold' as const),
    direction: belowOrAbove,
    price: fc.constantFrom(1, 500_000_000, 550_000_000, Number.MAX_SAFE_INTEGER),
  }),
  fc.record({ kind: fc.constant('absent' as const), afterMs: windowMs }),
);

const rule = fc.record({
  condition,
  forMs: fc.constantFrom(0, 0, 1, 20).map((seconds) => seconds * second),
  keepFiringForMs: fc.constantFrom(0, 0, 1, 20).map((seconds) => seconds * second),
  noDataMs: fc.constantFrom(null, 3 * second, 60 * second),
  activeFrom: fc.constantFrom(0, 40 * second),
});

export const randomRules: fc.Arbitrary<EngineRule[]> = fc
  .array(rule, { minLength: 1, maxLength: 5 })
  .map((rules) =>
    rules.map((one, index) => ({
      ...one,
      id: `rule ${index}`,
      symbols,
      noDataMs: one.condition.kind === 'absent' ? null : one.noDataMs,
    })),
  );

/** The edges of what the engine can reckon with are among them. */
const price = fc.oneof(
  fc.constantFrom('5', '5.0', '5.5', '5.50000001', '4.5', '5.15', '4.85', '10', '0.00000001'),
  fc.constantFrom('90071992.54740991', '90071992.5474099', '89999999.99999999'),
  fc
    .integer({ min: 480_000_000, max: 520_000_000 })
    .map((e8) => `${Math.floor(e8 / 1e8)}.${String(e8 % 1e8).padStart(8, '0')}`),
);

/** Mostly a second or two further, now and then the same moment, an earlier one, or after a gap. */
const stepMs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }).map((steps) => steps * 500) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -10, max: -1 }).map((steps) => steps * second) },
  { weight: 1, arbitrary: fc.constantFrom(30, 31, 301, 1_000).map((steps) => steps * second) },
);

export const randomQuotes: fc.Arbitrary<Quote[]> = fc
  .array(fc.record({ symbol: fc.constantFrom(...symbols), stepMs, price }), { maxLength: 80 })
  .map((steps) => {
    let at = 60 * second;
    return steps.map((step) => {
      at = Math.max(0, at + step.stepMs);
      return { symbol: step.symbol, at, price: step.price };
    });
  });
