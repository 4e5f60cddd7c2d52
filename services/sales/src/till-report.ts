/** Readings of a till, and what its drawer should hold: pure sums over its entries. */
import type { Till, TillReport } from '@balcao/contracts/api/tills.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { type PaymentMethod, paymentMethods } from '@balcao/contracts/payment-method.ts';
import type { SalesSum, TillEntryKind, TillFigures, TillSum } from './till-entry-store.ts';
import type { TillRow } from './till-store.ts';

/**
 * Centavos that a till should hold of a method: of cash float + sales + paid tabs + suprimentos − sangrias −
 * refunds. Change is in no sum, since a cash sale counts its amount and not what was tendered.
 */
export function expectedMinor(sums: TillSum[], method: PaymentMethod): number {
  return total(sums.filter((sum) => sum.method === method && !sum.isLate));
}

/** What was sold at a till by method, without what arrived late. */
export function salesByMethod(sums: TillSum[]): { method: PaymentMethod; amountMinor: number }[] {
  return paymentMethods.flatMap((method) => {
    const amountMinor = total(inTime(sums, 'sale').filter((sum) => sum.method === method));
    return amountMinor === 0 ? [] : [{ method, amountMinor }];
  });
}

/** A till as the API shows it: what is expected only when it is closed. */
export function viewOfTill(row: TillRow): Till {
  const { seq: _seq, counted: _counted, ...till } = row;
  return { ...till, differenceMinor: difference(row.countedMinor, row.expectedMinor) };
}

/** The X or Z reading. While the till is in use, what leads to its cash is shown only to who `seesExpected`. */
export function buildReport(
  till: TillRow,
  figures: TillFigures,
  { seesExpected }: { seesExpected: boolean },
): TillReport {
  const { sums, sales, refundCount, movements } = figures;
  const isShown = till.status === 'closed' || seesExpected;
  const { id: tillId, ...session } = viewOfTill(till);
  const expected = isShown ? expectedMinor(sums, 'cash') : null;
  return {
    tillId,
    reading: till.status === 'closed' ? 'z' : 'x',
    ...session,
    expectedMinor: expected,
    differenceMinor: difference(till.countedMinor, expected),
    sales: { ...salesOf(sales, false), ...(isShown ? {} : { totalMinor: null }) },
    refunds: {
      count: refundCount,
      totalMinor: isShown ? Math.abs(total(inTime(sums, 'refund'))) : null,
    },
    byMethod: usedMethods(till, sums).map((method) =>
      methodReport(till, sums, { method, isShown }),
    ),
    suprimentosMinor: total(inTime(sums, 'suprimento')),
    sangriasMinor: Math.abs(total(inTime(sums, 'sangria'))),
    changeMinor: sumMinor(inTime(sums, 'sale').map(({ changeMinor }) => changeMinor)),
    movements,
    late: {
      ...salesOf(sales, true),
      byMethod: sums
        .filter(({ isLate }) => isLate)
        .map(({ method, amountMinor }) => ({ method, salesMinor: amountMinor })),
    },
  };
}

/** Cash always, and what else was taken or counted. */
function usedMethods(till: TillRow, sums: TillSum[]): PaymentMethod[] {
  const used = new Set<PaymentMethod>(['cash']);
  for (const { method, isLate } of sums) if (!isLate) used.add(method);
  for (const { method } of till.counted ?? []) used.add(method);
  return paymentMethods.filter((method) => used.has(method));
}

function methodReport(
  till: TillRow,
  sums: TillSum[],
  { method, isShown }: { method: PaymentMethod; isShown: boolean },
): TillReport['byMethod'][number] {
  const isCash = method === 'cash';
  const isHidden = isCash && !isShown;
  const own = sums.filter((sum) => sum.method === method);
  const of = (kind: TillEntryKind) => (isHidden ? null : total(inTime(own, kind)));
  const expected = isShown ? expectedMinor(sums, method) : null;
  const countedMinor = isCash
    ? till.countedMinor
    : (till.counted?.find((count) => count.method === method)?.amountMinor ?? null);
  const refundsMinor = of('refund');
  return {
    method,
    salesMinor: of('sale'),
    refundsMinor: refundsMinor === null ? null : Math.abs(refundsMinor),
    tabPaymentsMinor: of('tab_payment'),
    expectedMinor: expected,
    countedMinor,
    differenceMinor: difference(countedMinor, expected),
  };
}

function salesOf(sales: SalesSum[], isLate: boolean): Omit<TillReport['late'], 'byMethod'> {
  const found = sales.find((sum) => sum.isLate === isLate);
  return {
    count: found?.count ?? 0,
    totalMinor: found?.totalMinor ?? 0,
    discountMinor: found?.discountMinor ?? 0,
    firstReceiptNumber: found?.firstReceiptNumber ?? null,
    lastReceiptNumber: found?.lastReceiptNumber ?? null,
  };
}

function inTime(sums: TillSum[], kind: TillEntryKind): TillSum[] {
  return sums.filter((sum) => sum.kind === kind && !sum.isLate);
}

function total(sums: TillSum[]): number {
  return sumMinor(sums.map(({ amountMinor }) => amountMinor));
}

function difference(countedMinor: number | null, expected: number | null): number | null {
  return countedMinor === null || expected === null ? null : countedMinor - expected;
}
