/** What sales and stock say about each product's revenue and cost. */
import type { StockChanged } from '@balcao/contracts/events/inventory.ts';
import type { SaleCompleted, SaleRefunded, SoldLine } from '@balcao/contracts/events/sales.ts';
import { splitMinor } from '@balcao/contracts/money.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import { otherSideOf } from './post-stock-change.ts';

/** What a product brought in; below zero for what came back. */
export interface ProductRevenue {
  productId: string;
  name: string;
  unit: Unit;
  quantityMilli: number;
  revenueMinor: number;
}

/** What sold goods cost; below zero for what came back. */
export interface ProductCost {
  productId: string;
  costMinor: number;
}

/** They belong to the day of the posting, which is a later one where the month of the event is closed. */
export interface ProductAmounts {
  revenues: ProductRevenue[];
  costs: ProductCost[];
}

/** Each line less its share of the discount: Σ = the total of the sale. */
export function amountsOfSale(sale: SaleCompleted): ProductAmounts {
  const { lines, discountMinor } = sale;
  const totals = lines.map(({ totalMinor }) => totalMinor);
  const shares = discountMinor === 0 ? totals.map(() => 0) : splitMinor(discountMinor, totals);
  const revenues = lines.map((line, index) =>
    toRevenue(line, line.totalMinor - (shares[index] ?? 0)),
  );
  return { revenues, costs: [] };
}

/** Lines of a refund are less their share of the discount already. */
export function amountsOfRefund({ lines }: SaleRefunded): ProductAmounts {
  const revenues = lines.map((line) => {
    const revenue = toRevenue(line, -line.totalMinor);
    return { ...revenue, quantityMilli: -line.quantityMilli };
  });
  return { revenues, costs: [] };
}

function toRevenue(
  { productId, name, unit, quantityMilli }: SoldLine,
  revenueMinor: number,
): ProductRevenue {
  return { productId, name, unit, quantityMilli, revenueMinor };
}

/** What those items cost whose other side is the cost of goods. */
export function amountsOfStockChange(change: StockChanged): ProductAmounts {
  const { sourceType, items } = change;
  const sold = items.filter((item) => otherSideOf(sourceType, item) === 'cost_of_goods');
  const costs = sold
    .filter(({ costMinor }) => costMinor !== 0)
    .map(({ productId, costMinor }) => ({ productId, costMinor: -costMinor }));
  return { revenues: [], costs };
}
