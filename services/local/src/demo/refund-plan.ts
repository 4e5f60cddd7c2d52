/** What customers of the demo's shop bring back at the end of the day. */
import { addDays } from '@balcao/contracts/dates.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';
import { beforeClosing } from './closing.ts';
import type { PlannedRefund, PlannedSale } from './day-plan.ts';
import { createDice, type Dice, demoId } from './dice.ts';
import type { Trade } from './sale-plan.ts';
import type { ShelfBook } from './shelf.ts';

/** What keeps this long goes back to the shelf; everything else was out of the cold. */
const keepsDays = 120;
const reasons = ['veio com gordura demais', 'pediu outro corte', 'pesagem errada'];

/** Of few sales, one line: all of it, or of what is weighed a part. */
export function planRefunds(
  date: string,
  sales: readonly PlannedSale[],
  { seed, instantOf, tabs }: Trade,
): PlannedRefund[] {
  const dice = createDice(seed, `refunds ${date}`);
  const returned = sales.filter(
    ({ discountMinor, payments }) =>
      discountMinor === 0 && payments.length === 1 && dice.hits(0.008),
  );
  return returned.map((sale) => {
    const refund = planRefund(sale, beforeClosing(date, instantOf, dice), { seed, dice });
    if (sale.customerId !== null) tabs.giveBack(sale.customerId, refund.amountMinor);
    return refund;
  });
}

function planRefund(
  sale: PlannedSale,
  at: Date,
  { seed, dice }: { seed: number; dice: Dice },
): PlannedRefund {
  const position = dice.whole(0, sale.lines.length - 1);
  const line = sale.lines[position];
  if (line === undefined) throw new RangeError(`the sale ${sale.id} has no lines`);
  const { product, totalMinor } = line;
  const isPart = product.unit === 'kg' && dice.hits(0.5);
  const quantityMilli = isPart ? Math.ceil(line.quantityMilli / 2) : line.quantityMilli;
  const isKept = product.shelfLifeDays >= keepsDays;
  return {
    id: demoId(seed, `refund ${sale.id}`, at),
    at,
    sale,
    position,
    quantityMilli,
    amountMinor: multiplyDivide(totalMinor, quantityMilli, line.quantityMilli),
    disposition: isKept ? 'stock' : 'waste',
    note: isKept ? 'desistiu da compra' : dice.pick(reasons),
  };
}

/** What came back in good order is on the shelf again. */
export function putBack(date: string, refunds: readonly PlannedRefund[], shelf: ShelfBook): void {
  for (const { sale, position, quantityMilli, disposition } of refunds) {
    const product = sale.lines[position]?.product;
    if (product === undefined || disposition === 'waste') continue;
    shelf.put(product.id, addDays(date, product.shelfLifeDays), quantityMilli);
  }
}
