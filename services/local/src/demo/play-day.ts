/** Plays one day of the demo's plan through the public API, in the order of the day. */
import { till } from '@balcao/contracts/api/tills.ts';
import type {
  DayPlan,
  PlannedBill,
  PlannedBreakdown,
  PlannedCount,
  PlannedLine,
  PlannedReceipt,
  PlannedRefund,
  PlannedSale,
  PlannedTabPayment,
  PlannedTill,
  PlannedWaste,
} from './day-plan.ts';
import { playQuotes } from './play-market.ts';
import { type Stage, sideBySide } from './stage.ts';

export async function playDay(day: DayPlan, stage: Stage): Promise<void> {
  await playWastes(day.expired, stage);
  await playReceipts(day.receipts, stage);
  await playBreakdowns(day.breakdowns, stage);
  await openTills(day.tills, stage);
  await playSales(day.sales, stage);
  await playRefunds(day.refunds, stage);
  await playTabPayments(day.tabPayments, stage);
  await playWastes(day.wastes, stage);
  await closeTills(day.tills, stage);
  await playCounts(day.counts, stage);
  await playQuotes(day.date, stage);
  await sideBySide(day.bills, (bill) => payBill(bill, day.date, stage));
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

/** Each product has one supplier, so the order of the receipts does not matter. */
async function playReceipts(receipts: readonly PlannedReceipt[], { clock, stockist }: Stage) {
  const [first] = receipts;
  if (first === undefined) return;
  clock.set(first.at);
  await sideBySide(receipts, ({ at: _morning, lines, ...receipt }) =>
    stockist.post('/inventory/receipts', {
      ...receipt,
      lines: lines.map(({ product, ...line }) => ({ productId: product.id, ...line })),
    }),
  );
}

/** One after the other: several give the same cut, whose lots then have the same turn every time. */
async function playBreakdowns(breakdowns: readonly PlannedBreakdown[], { clock, stockist }: Stage) {
  for (const { id, at, templateId, inputLotId, quantityMilli, outputs, lossMilli } of breakdowns) {
    clock.set(at);
    await stockist.post('/inventory/breakdowns', {
      id,
      templateId,
      inputLotId,
      quantityMilli,
      lossMilli,
      outputs: outputs.map(({ product, ...cut }) => ({ productId: product.id, ...cut })),
    });
  }
}

async function playCounts(counts: readonly PlannedCount[], { clock, stockist }: Stage) {
  for (const { id, at, lines } of counts) {
    clock.set(at);
    const productIds = lines.map(({ product }) => product.id);
    await stockist.post('/inventory/counts', { id, productIds });
    const counted = lines.map(({ product, countedMilli }) => ({
      productId: product.id,
      countedMilli,
    }));
    await stockist.put(`/inventory/counts/${id}/lines`, { lines: counted });
    await stockist.post(`/inventory/counts/${id}/submit`);
  }
}

/**
 * All at once, as tills send what they sold without a network. They are completed and leave the shelf in their
 * order, so that receipts have the same numbers and lots the same remainders every time.
 */
async function playSales(sales: readonly PlannedSale[], stage: Stage): Promise<void> {
  const { clock, bus } = stage;
  const last = sales.at(-1);
  if (last === undefined) return;
  clock.set(last.at);
  const ids = sales.map(({ id }) => id);
  bus.inOrder('stock.reserved', ids);
  bus.inOrder('sale.completed', ids);
  const moved = ids.map((id) => bus.handled('inventory.orders', 'sale.completed', id));
  await Promise.all([...moved, ...sales.map((sale) => sell(sale, stage))]);
}

async function sell(sale: PlannedSale, { seller }: Stage): Promise<void> {
  const { id, at, tillId, sellerId, customerId, lines, discountMinor, payments } = sale;
  await seller(sellerId).post('/orders', {
    id,
    tillId,
    ...(customerId === null ? {} : { customerId }),
    occurredAt: at.toISOString(),
    lines: lines.map(lineRequest),
    discountMinor,
    payments: payments.map(({ tenderedMinor, ...payment }) =>
      tenderedMinor === null ? payment : { ...payment, tenderedMinor },
    ),
  });
}

async function playTabPayments(payments: readonly PlannedTabPayment[], { clock, seller }: Stage) {
  for (const { at, sellerId, customerId, ...payment } of payments) {
    clock.set(at);
    await seller(sellerId).post(`/customers/${customerId}/tab/payments`, payment);
  }
}

/** One after the other, each on the shelf again before the next. */
async function playRefunds(refunds: readonly PlannedRefund[], { clock, bus, seller }: Stage) {
  for (const { id, at, sale, position, quantityMilli, disposition, note } of refunds) {
    clock.set(at);
    const moved = bus.handled('inventory.orders', 'sale.refunded', sale.id);
    const lines = [{ position, quantityMilli, disposition }];
    const request = { id, tillId: sale.tillId, lines, note };
    await seller(sale.sellerId).post(`/orders/${sale.id}/refund`, request);
    await moved;
  }
}

function payBill(bill: PlannedBill, date: string, { admin }: Stage): Promise<unknown> {
  return admin.post('/finance/entries', { ...bill, type: 'debit', date, account: 'pix' });
}

async function openTills(tills: readonly PlannedTill[], { clock, seller }: Stage): Promise<void> {
  for (const { id, register, sellerId, openedAt, floatMinor } of tills) {
    clock.set(openedAt);
    await seller(sellerId).post('/tills', { id, register, floatMinor });
  }
}

/** What is expected in the drawer is the plan's figure, reckoned apart from the shop's. */
async function closeTills(tills: readonly PlannedTill[], { clock, seller }: Stage): Promise<void> {
  for (const planned of tills) {
    const { id, sellerId, movements, closedAt, countedMinor, expectedMinor } = planned;
    for (const { at, ...movement } of movements) {
      clock.set(at);
      await seller(sellerId).post(`/tills/${id}/movements`, movement);
    }
    clock.set(closedAt);
    const closed = till.parse(await seller(sellerId).post(`/tills/${id}/close`, { countedMinor }));
    if (closed.status === 'closed' && closed.expectedMinor === expectedMinor) continue;
    throw new Error(`the till ${id} is not as planned: ${JSON.stringify({ planned, closed })}`);
  }
}

function lineRequest({ product, quantityMilli, code }: PlannedLine) {
  if (code === null) return { productId: product.id, quantityMilli };
  return code.isLabel ? { code: code.text } : { code: code.text, quantityMilli };
}
