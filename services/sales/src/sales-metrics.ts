/** What sales counts. */
import type { SaleCompleted } from '@balcao/contracts/events/sales.ts';
import type { Metrics } from '@balcao/kit/metrics.ts';

export interface SalesMetrics {
  completed(sales: SaleCompleted[]): void;
}

export function createSalesMetrics(metrics: Metrics): SalesMetrics {
  const completed = metrics.counter('sales_completed_total', 'Sales completed.');
  const revenue = metrics.counter(
    'sales_revenue_minor_total',
    'Revenue of completed sales, in centavos.',
    ['payment_method'],
  );
  return {
    completed(sales) {
      completed.inc(sales.length);
      for (const { method, amountMinor } of sales.flatMap(({ payments }) => payments)) {
        revenue.inc({ payment_method: method }, amountMinor);
      }
    },
  };
}
