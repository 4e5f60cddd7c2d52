/** The drawer: opened with a float, counted blind at the end; every sale of the flow is in its report. */
import { till, tillMovement, tillReport } from '@balcao/contracts/api/tills.ts';
import { same, sameMinor } from './failure.ts';
import { reais } from './format.ts';
import type { Shop } from './shop.ts';

const floatMinor = 10_000;
const movements = [
  { type: 'suprimento', amountMinor: 5_000, note: 'coins' },
  { type: 'sangria', amountMinor: 2_000, note: 'to the safe' },
] as const;
/** What the drawer is short of at the end. */
const missingMinor = 50;

/** From here on all that the seller sells is in this till. */
export async function openTill({ seller, books }: Shop, suffix: string) {
  const request = { register: `flow ${suffix}`, floatMinor };
  const opened = await seller.api.create('/tills', request, till);
  same('status of the till', opened.status, 'open');
  const again = { method: 'POST', path: '/tills', body: request } as const;
  await seller.api.refused(again, 'till_already_open');
  books.moveDrawer(floatMinor);
  for (const movement of movements) {
    const made = await seller.api.create(`/tills/${opened.id}/movements`, movement, tillMovement);
    sameMinor(`amount of the ${movement.type}`, made.amountMinor, movement.amountMinor);
    books.moveDrawer(movement.type === 'suprimento' ? movement.amountMinor : -movement.amountMinor);
  }
  const [{ amountMinor: inMinor }, { amountMinor: outMinor }] = movements;
  return {
    figures: `${reais(floatMinor)} float, ${reais(inMinor)} suprimento, ${reais(outMinor)} sangria`,
    tillId: opened.id,
  };
}

/** What is expected is nowhere to be seen before the count; afterwards report and books agree by method. */
export async function closeTill({ seller, books }: Shop, tillId: string) {
  const { expectedMinor: hidden } = await seller.api.get(`/tills/${tillId}/report`, tillReport);
  same('expected cash before the count', hidden, null);
  const expectedMinor = books.drawerMinor();
  const counted = { countedMinor: expectedMinor - missingMinor };
  const closed = await seller.api.act(`/tills/${tillId}/close`, counted, till);
  same('status of the till', closed.status, 'closed');
  const report = await seller.api.get(`/tills/${tillId}/report`, tillReport);
  same('reading of a closed till', report.reading, 'z');
  sameMinor('expected cash', report.expectedMinor ?? 0, expectedMinor);
  sameMinor('difference', report.differenceMinor ?? 0, -missingMinor);
  for (const [method, { salesMinor, refundsMinor, tabPaymentsMinor }] of books.takings()) {
    const told = report.byMethod.find((one) => one.method === method);
    sameMinor(`sales by ${method}`, told?.salesMinor ?? 0, salesMinor);
    sameMinor(`refunds by ${method}`, told?.refundsMinor ?? 0, refundsMinor);
    sameMinor(`tabs paid by ${method}`, told?.tabPaymentsMinor ?? 0, tabPaymentsMinor);
  }
  books.missInDrawer(missingMinor);
  const { count, firstReceiptNumber, lastReceiptNumber } = report.sales;
  same('receipts without a gap', (lastReceiptNumber ?? 0) - (firstReceiptNumber ?? 0) + 1, count);
  return {
    figures: `${count} sales, ${reais(expectedMinor)} expected, ${reais(missingMinor)} missing; every method agrees`,
  };
}
