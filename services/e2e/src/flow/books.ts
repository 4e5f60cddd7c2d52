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
  expiresOn?: string | undefined;
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

/** What a till's report should say of one way to pay. */
export interface Takings {
  salesMinor: number;
  refundsMinor: number;
  tabPaymentsMinor: number;
}

export interface Books {
  buy(productId: string, bought: Bought): void;
  /** Goods become others, which carry their cost: nothing is posted. */
  breakDown(
    productId: string,
    quantityMilli: number,
    cuts: { productId: string; quantityMilli: number }[],
    cutCostMinor: number,
  ): void;
  /** With `isShort`, what the first lot lacks is missing from it, at its cost, until more is bought. */
  sell(sale: Sale, options?: { isShort: boolean }): BookedSale;
  /** Goods on the shelf again, and money to the customer. */
  takeBack(sale: BookedSale): void;
  /** Goods are gone; answers what they cost. */
  lose(productId: string, quantityMilli: number): number;
  /** A customer pays for what was bought on the tab. */
  payTab(method: PaymentMethod, amountMinor: number): void;
  /** What the card company keeps of a payment. */
  payFee(amountMinor: number): void;
  /** Cash that comes into the drawer (above zero) or leaves it, but stays the shop's. */
  moveDrawer(amountMinor: number): void;
  /** Cash that a count did not find. */
  missInDrawer(amountMinor: number): void;
  drawerMinor(): number;
  takings(): Map<PaymentMethod, Takings>;
  /** Money that came in (`credit`) or went out (`debit`) by a manual entry, in cash. */
  enter(type: 'credit' | 'debit', amountMinor: number): void;
  shelf(productId: string): Shelf;
  /** What was sold, less what came back. */
  soldMilli(productId: string): number;
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
  const takings = new Map<PaymentMethod, Takings>();
  const sold = new Map<string, number>();
  let totalMinor = 0;
  let drawerMinor = 0;

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
  function move(productId: string, quantityMilli: number, isShort = false): number {
    const [first, ...others] = shelves.get(productId) ?? [];
    if (first === undefined || (first.quantityMilli + quantityMilli < 0 && !isShort)) {
      throw new RangeError(`the first lot of ${productId} has no ${-quantityMilli}`);
    }
    const moved = { ...first, quantityMilli: first.quantityMilli + quantityMilli };
    shelves.set(productId, [moved, ...others]);
    return exactCost({ ...first, quantityMilli: Math.abs(quantityMilli) });
  }

  /** Adds to what the report of the till should say; cash is in the drawer, or out of it. */
  function take(method: PaymentMethod, what: keyof Takings, amountMinor: number): void {
    const former = takings.get(method) ?? { salesMinor: 0, refundsMinor: 0, tabPaymentsMinor: 0 };
    takings.set(method, { ...former, [what]: former[what] + amountMinor });
    if (method === 'cash') drawerMinor += what === 'refundsMinor' ? -amountMinor : amountMinor;
  }

  function countSold(productId: string, quantityMilli: number): void {
    sold.set(productId, (sold.get(productId) ?? 0) + quantityMilli);
  }

  return {
    buy(productId, bought) {
      shelves.set(productId, withLot(shelves.get(productId) ?? [], bought));
      const { unitCostMinor, quantityMilli } = bought;
      post('inventory', 'supplier_payable', lineTotalMinor(unitCostMinor, quantityMilli));
    },
    breakDown(productId, quantityMilli, cuts, cutCostMinor) {
      const [{ expiresOn } = {}] = shelves.get(productId) ?? [];
      const costMinor = move(productId, -quantityMilli);
      const carriedMinor = cuts.map((cut) => exactCost({ ...cut, unitCostMinor: cutCostMinor }));
      if (carriedMinor.reduce((sum, cost) => sum + cost, 0) !== costMinor) {
        throw new RangeError(`cuts at ${cutCostMinor} do not carry ${costMinor}`);
      }
      for (const cut of cuts) {
        const lot = { quantityMilli: cut.quantityMilli, unitCostMinor: cutCostMinor, expiresOn };
        shelves.set(cut.productId, [...(shelves.get(cut.productId) ?? []), lot].sort(byExpiry));
      }
    },
    sell(sale, { isShort } = { isShort: false }) {
      for (const { method, amountMinor } of sale.payments) {
        take(method, 'salesMinor', amountMinor);
        post(accountOfMethod[method], 'sales_revenue', amountMinor);
      }
      const costsMinor = sale.goods.map(({ productId, quantityMilli }) => {
        const costMinor = move(productId, -quantityMilli, isShort);
        post('cost_of_goods', 'inventory', costMinor);
        countSold(productId, quantityMilli);
        return costMinor;
      });
      return { ...sale, costsMinor };
    },
    takeBack({ goods, payments, costsMinor }) {
      for (const { method, amountMinor } of payments) {
        take(method, 'refundsMinor', amountMinor);
        post('sales_revenue', accountOfMethod[method], amountMinor);
      }
      for (const [index, { productId, quantityMilli }] of goods.entries()) {
        const costMinor = costsMinor[index] ?? 0;
        move(productId, quantityMilli);
        countSold(productId, -quantityMilli);
        post('inventory', 'cost_of_goods', costMinor);
      }
    },
    lose(productId, quantityMilli) {
      const costMinor = move(productId, -quantityMilli);
      post('shrinkage', 'inventory', costMinor);
      return costMinor;
    },
    payTab(method, amountMinor) {
      take(method, 'tabPaymentsMinor', amountMinor);
      post(accountOfMethod[method], 'tabs', amountMinor);
    },
    payFee(amountMinor) {
      if (amountMinor > 0) post('card_fees', 'card_receivable', amountMinor);
    },
    moveDrawer(amountMinor) {
      drawerMinor += amountMinor;
    },
    missInDrawer(amountMinor) {
      drawerMinor -= amountMinor;
      post('cash_differences', 'cash', amountMinor);
    },
    drawerMinor: () => drawerMinor,
    takings: () => takings,
    enter(type, amountMinor) {
      if (type === 'credit') post('cash', 'other_revenue', amountMinor);
      else post('general_expenses', 'cash', amountMinor);
    },
    shelf,
    soldMilli: (productId) => sold.get(productId) ?? 0,
    turnover,
    totalMinor: () => totalMinor,
  };
}

/** What is short is made up for first; throws RangeError where that was sold at another cost. */
function withLot(lots: Bought[], bought: Bought): Bought[] {
  const [first, ...others] = lots;
  if (first === undefined || first.quantityMilli >= 0) return [...lots, bought].sort(byExpiry);
  if (first.unitCostMinor !== bought.unitCostMinor) {
    throw new RangeError(`what is short was sold at ${first.unitCostMinor}`);
  }
  const leftMilli = first.quantityMilli + bought.quantityMilli;
  return [...others, { ...bought, quantityMilli: leftMilli }].sort(byExpiry);
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
