/** Goods that move, over any history: level = Σ lots − Σ shortfalls, and not a centavo appears or vanishes, whatever happens. */
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { someLevel, today } from '../test/levels.ts';
import { checkOrder, checkSales, checkSums } from '../test/movement-checks.ts';
import { buy, sell, source } from '../test/moves.ts';
import { lossLots } from './lot.ts';
import { type Move, takeOut } from './movement.ts';
import { type History, outstandingParts, splitParts, takeBack } from './returned-goods.ts';
import type { StockLevel } from './stock-level.ts';

const day = fc.constantFrom('2026-11-20', '2026-11-24', '2026-11-25', '2026-11-26', '2026-12-24');
const quantityMilli = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5_000 }));
const step = fc.oneof(
  fc.record({
    kind: fc.constant('buy' as const),
    quantityMilli,
    costMinor: fc.integer({ min: 0, max: 100_000 }),
    expiresOn: fc.option(day),
    receivedOn: fc.constantFrom('2026-11-19', '2026-11-24', '2026-11-25'),
  }),
  fc.record({ kind: fc.constant('sell' as const), quantityMilli, onDate: day }),
  fc.record({ kind: fc.constant('lose' as const), quantityMilli }),
  fc.record({
    kind: fc.constant('refund' as const),
    sale: fc.nat(9),
    keptMilli: fc.nat(3_000),
    lostMilli: fc.nat(3_000),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays one step; a refund is of what is still with the customer, where anything is. */
function play(level: StockLevel, one: Step, sales: History[]): Move | null {
  switch (one.kind) {
    case 'buy':
      return buy(level, one.quantityMilli, one.costMinor, one);
    case 'sell': {
      const move = sell(level, one.quantityMilli, one.onDate);
      sales.push({ movements: [...move.movements], lotMovements: [...move.lotMovements] });
      return move;
    }
    case 'lose':
      return takeOut(
        level,
        { quantityMilli: one.quantityMilli, lots: lossLots(level.lots, today) },
        source('waste'),
      );
    default:
      return refund(level, one, sales[one.sale]);
  }
}

function refund(
  level: StockLevel,
  { keptMilli, lostMilli }: { keptMilli: number; lostMilli: number },
  history: History | undefined,
): Move | null {
  const [sale] = history?.movements ?? [];
  if (history === undefined || sale === undefined) return null;
  const parts = outstandingParts(level, history);
  const leftMilli = parts.reduce((sum, part) => sum + part.quantityMilli, 0);
  const kept = Math.min(keptMilli, leftMilli);
  const lost = Math.min(lostMilli, leftMilli - kept);
  if (kept + lost === 0) return null;
  const [keptParts, rest] = splitParts(parts, kept);
  const [lostParts] = splitParts(rest, lost);
  const goods = { kept: keptParts, lost: lostParts, saleId: sale.id };
  const move = takeBack(level, goods, source('return'));
  history.movements.push(...move.movements.filter(({ type }) => type === 'return'));
  return move;
}

describe('movement', () => {
  it('holds over any history: lots, levels, costs, order of expiry, and what each sale got', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40, size: 'max' }),
        fc.nat(5_000),
        (steps, unitCostMinor) => {
          let level = someLevel({ unitCostMinor, negativeStock: 'allow' });
          const sales: History[] = [];
          const moves: Move[] = [];
          for (const one of steps) {
            const move = play(level, one, sales);
            if (move === null) continue;
            moves.push(move);
            level = move.after;
            for (const history of sales) {
              const ids = new Set(history.movements.map(({ id }) => id));
              const own = move.lotMovements.filter(({ movementId }) => ids.has(movementId ?? ''));
              if (one.kind !== 'sell' || history !== sales.at(-1))
                history.lotMovements.push(...own);
            }
            if (one.kind === 'sell') checkOrder(move, one.onDate);
            checkSums(level, moves);
          }
          checkSales(level, sales);
        },
      ),
      { numRuns: 300 },
    );
  });
});
