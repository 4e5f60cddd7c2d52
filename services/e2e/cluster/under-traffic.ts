/** Sells while something is done to the cluster, then checks every sale that was accepted. */
import assert from 'node:assert/strict';
import { audit, madeOf, readBefore } from './audit.ts';
import { openShop, stockUp } from './shop.ts';
import { startTraffic, type Traffic, type TrafficOptions, type TrafficReport } from './traffic.ts';

/** Sells until something has been done, in whichever way that ends. */
export async function sellDuring(
  load: TrafficOptions,
  work: (traffic: Traffic) => Promise<unknown>,
): Promise<TrafficReport> {
  const traffic = startTraffic(load);
  return work(traffic).then(traffic.stop, async (error) => {
    await traffic.stop();
    throw error;
  });
}

/** Prints what was sent; rejects when `disturb` does, or when a sale was lost or doubled. */
export async function underTraffic(
  disturb: (traffic: Traffic) => Promise<void>,
  { minSales = 50, ...load }: { perSecond?: number; minSales?: number } = {},
): Promise<TrafficReport> {
  const { admin, token } = await openShop();
  const before = await readBefore(admin, await stockUp(admin));
  const startedAt = Date.now();
  const report = await sellDuring({ token, productId: before.productId, ...load }, disturb);
  const { requests, orderIds, unclearIds, postponed, p99Ms, failures } = report;
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(
    `      ${requests} requests in ${seconds} s, p99 ${p99Ms} ms; ${orderIds.length} sales`,
    { failures, postponed },
  );
  assert.ok(orderIds.length > minSales, `enough was sold to tell: ${JSON.stringify(failures)}`);
  await audit(admin, before, [...orderIds, ...(await madeOf(admin, unclearIds))]);
  return report;
}

export function assertNothingFailed({ failures, postponed }: TrafficReport): void {
  assert.deepEqual({ failures, postponed }, { failures: {}, postponed: {} });
}
