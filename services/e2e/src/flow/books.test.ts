/** Protects: the flow's own figures are right, or it would prove nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createBooks, type Sale } from './books.ts';

const meat = 'meat';
const sale: Sale = {
  goods: [{ productId: meat, quantityMilli: 1347 }],
  payments: [
    { method: 'cash', amountMinor: 3000 },
    { method: 'credit', amountMinor: 2375 },
  ],
};

/** 20 kg for R$ 600.00; those at 4 centavos a gram expire first. */
const stocked = () => {
  const books = createBooks();
  books.buy(meat, { quantityMilli: 10_000, unitCostMinor: 2000 });
  books.buy(meat, { quantityMilli: 10_000, unitCostMinor: 4000, expiresOn: '2026-12-24' });
  return books;
};

describe('the books of the flow', () => {
  it('owe the supplier what the goods on hand cost', () => {
    const books = stocked();
    assert.deepEqual(books.shelf(meat), { onHandMilli: 20_000, valueMinor: 60_000 });
    assert.deepEqual(books.turnover('inventory'), { debitMinor: 60_000, creditMinor: 0 });
    assert.deepEqual(books.turnover('supplier_payable'), { debitMinor: 0, creditMinor: 60_000 });
  });

  it('take goods out of the lot that expires first, and money in where it was paid', () => {
    const books = stocked();
    books.sell(sale);
    assert.deepEqual(books.shelf(meat), { onHandMilli: 18_653, valueMinor: 54_612 });
    assert.deepEqual(books.turnover('cost_of_goods'), { debitMinor: 5388, creditMinor: 0 });
    assert.deepEqual(books.turnover('cash'), { debitMinor: 3000, creditMinor: 0 });
    assert.deepEqual(books.turnover('card_receivable'), { debitMinor: 2375, creditMinor: 0 });
    assert.deepEqual(books.turnover('sales_revenue'), { debitMinor: 0, creditMinor: 5375 });
    assert.equal(books.totalMinor(), 60_000 + 5375 + 5388);
  });

  it('let more be sold than there is only where that is said, and make up for it with what is bought next', () => {
    const books = createBooks();
    books.buy(meat, { quantityMilli: 1000, unitCostMinor: 2000 });
    const short: Sale = {
      goods: [{ productId: meat, quantityMilli: 1500 }],
      payments: [{ method: 'cash', amountMinor: 5985 }],
    };
    assert.throws(() => books.sell(short), RangeError);
    books.sell(short, { isShort: true });
    assert.deepEqual(books.shelf(meat), { onHandMilli: -500, valueMinor: -1000 });
    const other = { quantityMilli: 2000, unitCostMinor: 3000 };
    assert.throws(() => books.buy(meat, other), RangeError);
    books.buy(meat, { quantityMilli: 2000, unitCostMinor: 2000 });
    books.sell({ ...sale, goods: [{ productId: meat, quantityMilli: 1000 }] });
    assert.deepEqual(books.shelf(meat), { onHandMilli: 500, valueMinor: 1000 });
    assert.deepEqual(books.turnover('cost_of_goods'), { debitMinor: 5000, creditMinor: 0 });
    assert.equal(books.soldMilli(meat), 2500);
  });

  it('reverse a refunded sale without forgetting it', () => {
    const books = stocked();
    books.takeBack(books.sell(sale));
    assert.equal(books.soldMilli(meat), 0);
    assert.deepEqual(books.shelf(meat), { onHandMilli: 20_000, valueMinor: 60_000 });
    assert.deepEqual(books.turnover('cash'), { debitMinor: 3000, creditMinor: 3000 });
    assert.deepEqual(books.turnover('cost_of_goods'), { debitMinor: 5388, creditMinor: 5388 });
  });

  it('book entries by hand in cash', () => {
    const books = createBooks();
    books.enter('credit', 1234);
    books.enter('debit', 567);
    assert.deepEqual(books.turnover('cash'), { debitMinor: 1234, creditMinor: 567 });
    assert.deepEqual(books.turnover('other_revenue'), { debitMinor: 0, creditMinor: 1234 });
    assert.deepEqual(books.turnover('general_expenses'), { debitMinor: 567, creditMinor: 0 });
  });

  it('keep a drawer apart from the sales: what is expected in it, and what each way to pay brought', () => {
    const books = stocked();
    books.moveDrawer(10_000);
    const booked = books.sell(sale);
    books.takeBack({ ...booked, payments: [{ method: 'cash', amountMinor: 500 }] });
    books.payTab('cash', 200);
    assert.equal(books.drawerMinor(), 10_000 + 3000 - 500 + 200);
    assert.deepEqual(Object.fromEntries(books.takings()), {
      cash: { salesMinor: 3000, refundsMinor: 500, tabPaymentsMinor: 200 },
      credit: { salesMinor: 2375, refundsMinor: 0, tabPaymentsMinor: 0 },
    });
    books.missInDrawer(50);
    assert.deepEqual(books.turnover('cash_differences'), { debitMinor: 50, creditMinor: 0 });
  });

  it('let cuts carry what the carcass cost, and expire with it', () => {
    const books = createBooks();
    books.buy('carcass', { quantityMilli: 10_000, unitCostMinor: 1800, expiresOn: '2026-12-24' });
    books.buy('cut', { quantityMilli: 1000, unitCostMinor: 1000 });
    books.breakDown('carcass', 10_000, [{ productId: 'cut', quantityMilli: 8000 }], 2250);
    assert.deepEqual(books.shelf('carcass'), { onHandMilli: 0, valueMinor: 0 });
    assert.deepEqual(books.shelf('cut'), { onHandMilli: 9000, valueMinor: 19_000 });
    assert.equal(books.lose('cut', 400), 900, 'of the lot that expires first');
    assert.deepEqual(books.turnover('shrinkage'), { debitMinor: 900, creditMinor: 0 });
    assert.throws(
      () => books.breakDown('cut', 1000, [{ productId: 'x', quantityMilli: 1000 }], 2251),
      RangeError,
    );
  });

  it('refuse a cost that would have to be rounded', () => {
    const books = createBooks();
    books.buy(meat, { quantityMilli: 3000, unitCostMinor: 333 });
    assert.throws(
      () => books.sell({ ...sale, goods: [{ productId: meat, quantityMilli: 1 }] }),
      RangeError,
    );
  });

  it('refuse a sale of more than the first lot, whose cost would depend on the order of sales', () => {
    const books = stocked();
    assert.throws(
      () => books.sell({ ...sale, goods: [{ productId: meat, quantityMilli: 10_001 }] }),
      RangeError,
    );
  });
});
