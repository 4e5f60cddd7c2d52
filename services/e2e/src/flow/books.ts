/**
 * What the flow itself expects of stock and ledger, computed apart from the services.
 *
 * Goods leave the lot that expires first, at its cost. The flow buys at costs that are a whole number of
 * centavos per gram or piece, and more in the first lot than it sells; so no cost is ever rounded, and what
 * is expected is one exact number whatever the order in which sales were posted.
 */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';

export interface Shelf {
  onHandMilli: number;
  valueMinor: number;
}

/** What is bought at once: one lot. */
export interface Bought {
  quantityMilli: number;
  unitCostMinor: number;
  /** Without it the lot is sold last. */
  expiresOn?: string;
}

/** The two sides of an account, in centavos. */
export interface Turnover {
  debitMinor: number;
  creditMinor: number;
}

/** What was sold: quantities by product, and how it was paid. */
export interface Sale {
  goods: { productId: string; quantityMilli: number }[];
  payments: { method: PaymentMethod; amountMinor: number }[];
}

/** A sale as it was booked, so that it can be taken back as it was. */
export interface BookedSale extends Sale {
  costsMinor: number[];
}

export interface Books {
  buy(productId: string, bought: Bought): void;
  sell(sale: Sale): BookedSale;
  takeBack(sale: BookedSale): void;
  /** Money that came in (`credit`) or went out (`debit`) by a manual entry, in cash. */
  enter(type: 'credit' | 'debit', amountMinor: number): void;
  shelf(productId: string): Shelf;
  turnover(account: AccountCode): Turnover;
  /** Both sides of everything that was booked are this much. */
  totalMinor(): number;
}

const accountOfMethod: Record<PaymentMethod, AccountCode> = {
  cash: 'cash',
  pix: 'pix',
  debit: 'card_receivable',
  credit: 'card_receivable',
  tab: 'tabs',
};

export function createBooks(): Books {
  const shelves = new Map<string, Bought[]>();
  const accounts = new Map<AccountCode, Turnover>();
  let totalMinor = 0;

  function shelf(productId: string): Shelf {
    const lots = shelves.get(productId) ?? [];
    return {
      onHandMilli: lots.reduce((sum, lot) => sum + lot.quantityMilli, 0),
      valueMinor: lots.reduce((sum, lot) => sum + exactCost(lot), 0),
    };
  }

  function turnover(account: AccountCode): Turnover {
    return accounts.get(account) ?? { debitMinor: 0, creditMinor: 0 };
  }

  function post(debit: AccountCode, credit: AccountCode, amountMinor: number): void {
    const [in_, out] = [turnover(debit), turnover(credit)];
    accounts.set(debit, { ...in_, debitMinor: in_.debitMinor + amountMinor });
    accounts.set(credit, { ...out, creditMinor: out.creditMinor + amountMinor });
    totalMinor += amountMinor;
  }

  /** Moves goods out of the first lot (below zero) or back into it; answers their cost. */
  function move(productId: string, quantityMilli: number): number {
    const [first, ...others] = shelves.get(productId) ?? [];
    if (first === undefined || first.quantityMilli + quantityMilli < 0) {
      throw new RangeError(`the first lot of ${productId} has no ${-quantityMilli}`);
    }
    const moved = { ...first, quantityMilli: first.quantityMilli + quantityMilli };
    shelves.set(productId, [moved, ...others]);
    return exactCost({ ...first, quantityMilli: Math.abs(quantityMilli) });
  }

  function takeOut(productId: string, quantityMilli: number): number {
    const costMinor = move(productId, -quantityMilli);
    post('cost_of_goods', 'inventory', costMinor);
    return costMinor;
  }

  return {
    buy(productId, bought) {
      const lots = [...(shelves.get(productId) ?? []), bought];
      shelves.set(productId, lots.sort(byExpiry));
      const { unitCostMinor, quantityMilli } = bought;
      post('inventory', 'supplier_payable', lineTotalMinor(unitCostMinor, quantityMilli));
    },
    sell(sale) {
      for (const { method, amountMinor } of sale.payments) {
        post(accountOfMethod[method], 'sales_revenue', amountMinor);
      }
      const costsMinor = sale.goods.map((line) => takeOut(line.productId, line.quantityMilli));
      return { ...sale, costsMinor };
    },
    takeBack({ goods, payments, costsMinor }) {
      for (const { method, amountMinor } of payments) {
        post('sales_revenue', accountOfMethod[method], amountMinor);
      }
      for (const [index, { productId, quantityMilli }] of goods.entries()) {
        const costMinor = costsMinor[index] ?? 0;
        move(productId, quantityMilli);
        post('inventory', 'cost_of_goods', costMinor);
      }
    },
    enter(type, amountMinor) {
      if (type === 'credit') post('cash', 'other_revenue', amountMinor);
      else post('general_expenses', 'cash', amountMinor);
    },
    shelf,
    turnover,
    totalMinor: () => totalMinor,
  };
}

/** Throws RangeError when the cost is not exact: then the flow was given other purchases than it needs. */
function exactCost({ quantityMilli, unitCostMinor }: Bought): number {
  const costMinor = (unitCostMinor * quantityMilli) / 1000;
  if (Number.isSafeInteger(costMinor)) return costMinor;
  throw new RangeError(`${quantityMilli} at ${unitCostMinor} has no exact cost`);
}

function byExpiry(a: Bought, b: Bought): number {
  const [first, second] = [a.expiresOn ?? '9999-12-31', b.expiresOn ?? '9999-12-31'];
  return first < second ? -1 : Number(first > second);
}
