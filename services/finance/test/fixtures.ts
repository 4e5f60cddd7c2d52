/** Sales, refunds and stock changes for tests, by example and at random. */
import { movementTypes } from '@balcao/contracts/api/inventory.ts';
import type { StockChanged } from '@balcao/contracts/events/inventory.ts';
import type { SaleCompleted, SaleRefunded } from '@balcao/contracts/events/sales.ts';
import { type PaymentMethod, paymentMethods } from '@balcao/contracts/payment-method.ts';
import { newId } from '@balcao/kit/ids.ts';
import fc from 'fast-check';

const at = '2026-11-20T15:00:00.000Z';

type Paid = [method: PaymentMethod, amountMinor: number][];

function settled(paid: Paid) {
  const totalMinor = paid.reduce((sum, [, amountMinor]) => sum + amountMinor, 0);
  return {
    totalMinor,
    lines: [
      {
        productId: newId(),
        name: 'Picanha',
        unit: 'kg' as const,
        quantityMilli: 1000,
        unitPriceMinor: totalMinor,
        totalMinor,
      },
    ],
    payments: paid.map(([method, amountMinor]) => ({ paymentId: newId(), method, amountMinor })),
  };
}

export function saleOf(paid: Paid, { orderId = newId(), date = '2026-11-20' } = {}): SaleCompleted {
  return {
    ...settled(paid),
    orderId,
    sellerId: newId(),
    completedAt: at,
    businessDate: date,
    discountMinor: 0,
    tillId: null,
    customerId: null,
    register: null,
    receiptNumber: null,
    isLate: false,
  };
}

export function refundOf(sale: SaleCompleted, businessDate = '2026-11-21'): SaleRefunded {
  const { orderId, totalMinor, payments } = sale;
  const lines = sale.lines.map((line) => ({ ...line, disposition: 'stock' as const }));
  return {
    orderId,
    refundId: newId(),
    refundedAt: at,
    businessDate,
    totalMinor,
    lines,
    payments,
    tillId: null,
    isWhole: true,
  };
}

/** A change that consists of items with these quantities and costs. */
export function stockChangeOf(
  sourceType: StockChanged['sourceType'],
  items: [quantityMilli: number, costMinor: number][],
): StockChanged {
  return {
    sourceType,
    sourceId: newId(),
    occurredAt: at,
    businessDate: '2026-11-20',
    items: items.map(([quantityMilli, costMinor]) => ({
      productId: newId(),
      movementId: newId(),
      quantityMilli,
      costMinor,
      onHandMilli: 0,
      availableMilli: 0,
      levelVersion: 1,
    })),
  };
}

const amount = fc.integer({ min: 1, max: 1_000_000_000 });
const signed = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });

export const anySale = fc
  .array(fc.tuple(fc.constantFrom(...paymentMethods), amount), { maxLength: 6 })
  .map((paid) => saleOf(paid));

export const anyStockChange = fc
  .tuple(
    fc.constantFrom(...movementTypes),
    fc.array(fc.tuple(signed, signed), { minLength: 1, maxLength: 6 }),
  )
  .map(([type, items]) => stockChangeOf(type, items));
