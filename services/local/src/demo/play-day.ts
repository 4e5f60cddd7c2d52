/** Plays one day of the demo's plan through the public API, in the order of the day. */
import type { DayPlan, PlannedLine, PlannedSale, PlannedWaste } from './day-plan.ts';
import { type Stage, sideBySide } from './stage.ts';

export async function playDay(day: DayPlan, stage: Stage): Promise<void> {
  await playWastes(day.expired, stage);
  await playMorning(day, stage);
  await playSales(day.sales, stage);
  await playWastes(day.wastes, stage);
}

async function playWastes(wastes: readonly PlannedWaste[], { clock, stockist }: Stage) {
  const [first] = wastes;
  if (first === undefined) return;
  clock.set(first.at);
  await sideBySide(wastes, ({ id, product, quantityMilli, reason }) =>
    stockist.post('/inventory/movements', {
      type: 'waste',
      id,
      productId: product.id,
      quantityMilli,
      reason,
    }),
  );
}

/** Lots of one product are put on the shelf one after the other, so that they have the same turn every time. */
async function playMorning({ receipts, breakdowns }: DayPlan, { clock, stockist }: Stage) {
  const [first] = receipts;
  if (first === undefined) return;
  clock.set(first.at);
  const bought = receipts.flatMap(({ lines }) => lines);
  const cuts = breakdowns.flatMap(({ outputs }) => outputs);
  const all = [
    ...bought.filter(({ product }) => product.department !== 'PEC'),
    ...cuts.map((cut) => ({ ...cut, unitCostMinor: cut.product.costMinor })),
  ];
  const byProduct = [...Map.groupBy(all, ({ product }) => product.id).values()];
  await sideBySide(byProduct, async (lines) => {
    for (const { product, ...line } of lines) {
      const purchase = { type: 'purchase', productId: product.id, ...line };
      await stockist.post('/inventory/movements', purchase);
    }
  });
}

/**
 * All at once, since nobody has to wait for anybody. They are completed and leave the shelf in their order, so
 * that receipts have the same numbers and lots the same remainders every time.
 */
async function playSales(sales: readonly PlannedSale[], stage: Stage): Promise<void> {
  const { clock, bus } = stage;
  const [first] = sales;
  if (first === undefined) return;
  clock.set(first.at);
  const ids = sales.map(({ id }) => id);
  bus.inOrder('stock.reserved', ids);
  bus.inOrder('sale.completed', ids);
  const moved = ids.map((id) => bus.handled('inventory.orders', 'sale.completed', id));
  await Promise.all([...moved, ...sales.map((sale) => sell(sale, stage))]);
}

async function sell(sale: PlannedSale, { seller }: Stage): Promise<void> {
  const { id, sellerId, lines, discountMinor, totalMinor } = sale;
  await seller(sellerId).post('/orders', {
    id,
    lines: lines.map(lineRequest),
    discountMinor,
    payments: [{ method: 'cash', amountMinor: totalMinor }],
  });
}

function lineRequest({ product, quantityMilli, code }: PlannedLine) {
  if (code === null) return { productId: product.id, quantityMilli };
  return code.isLabel ? { code: code.text } : { code: code.text, quantityMilli };
}
