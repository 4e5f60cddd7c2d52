/**
 * What the flow itself expects of stock and ledger, computed apart from the services.
 *
 * Goods cost their moving average: value on hand ÷ quantity on hand, anew with every receipt. The flow buys
 * at such costs that the average is a whole number of centavos per gram or piece; so no cost is ever
 * rounded, and what is expected is one exact number whatever the order in which sales were posted.
 */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';

export interface Shelf {
  onHandMilli: number;
  valueMinor: number;
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
  buy(productId: string, quantityMilli: number, unitCostMinor: number): void;
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
  const shelves = new Map<string, Shelf>();
  const accounts = new Map<AccountCode, Turnover>();
  let totalMinor = 0;

  function shelf(productId: string): Shelf {
    return shelves.get(productId) ?? { onHandMilli: 0, valueMinor: 0 };
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

  function move(productId: string, quantityMilli: number, costMinor: number): void {
    const { onHandMilli, valueMinor } = shelf(productId);
    shelves.set(productId, {
      onHandMilli: onHandMilli + quantityMilli,
      valueMinor: valueMinor + costMinor,
    });
  }

  function takeOut(productId: string, quantityMilli: number): number {
    const costMinor = averageCost(shelf(productId), quantityMilli);
    move(productId, -quantityMilli, -costMinor);
    post('cost_of_goods', 'inventory', costMinor);
    return costMinor;
  }

  return {
    buy(productId, quantityMilli, unitCostMinor) {
      const costMinor = lineTotalMinor(unitCostMinor, quantityMilli);
      move(productId, quantityMilli, costMinor);
      post('inventory', 'supplier_payable', costMinor);
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
        move(productId, quantityMilli, costMinor);
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

/** Throws RangeError when the average is not exact: then the flow was given other purchases than it needs. */
function averageCost({ onHandMilli, valueMinor }: Shelf, quantityMilli: number): number {
  const costMinor = (valueMinor * quantityMilli) / onHandMilli;
  if (!Number.isSafeInteger(costMinor)) {
    throw new RangeError(
      `${quantityMilli} of ${onHandMilli} worth ${valueMinor} has no exact cost`,
    );
  }
  return costMinor;
}
