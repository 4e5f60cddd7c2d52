/** Guarantees of refunds: all parts together are exactly what was paid, in goods and in money, and never more. */
import assert from 'node:assert/strict';
import type { Refund, RefundLineRequest } from '@balcao/contracts/api/refunds.ts';
import type { OrderLine } from '@balcao/contracts/api/sales.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { paymentMethods } from '@balcao/contracts/payment-method.ts';
import { newId } from '@balcao/kit/ids.ts';
import fc from 'fast-check';
import { leftLines, payBack, takeBack, withLeft } from './refund-amounts.ts';

const lineOf = (
  quantityMilli: number,
  totalMinor: number,
  unit: OrderLine['unit'] = 'kg',
): OrderLine => ({
  productId: newId(),
  name: 'Picanha',
  unit,
  quantityMilli,
  quantityDisplay: '',
  unitPriceMinor: 3990,
  listPriceMinor: 3990,
  promotionId: null,
  totalMinor,
  isPriceStale: false,
});

const stock = (position: number, quantityMilli: number): RefundLineRequest => ({
  position,
  quantityMilli,
  disposition: 'stock',
});

const anyOrder = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 0, max: 500_000 })), {
    minLength: 1,
    maxLength: 8,
  })
  .chain((lines) => {
    const subtotalMinor = sumMinor(lines.map(([, totalMinor]) => totalMinor));
    return fc.record({
      lines: fc.constant(lines.map(([milli, totalMinor]) => lineOf(milli, totalMinor))),
      discountMinor: fc.integer({ min: 0, max: subtotalMinor }),
      // Which line comes back next, and how much of what is left of it.
      cuts: fc.array(fc.tuple(fc.nat(7), fc.double({ min: 0, max: 1, noNaN: true })), {
        maxLength: 12,
      }),
    });
  });

describe('refunds', () => {
  it('give back exactly the total, in any number of parts', () => {
    fc.assert(
      fc.property(anyOrder, ({ lines, discountMinor, cuts }) => {
        const refunds: Pick<Refund, 'lines'>[] = [];
        const take = (wish?: RefundLineRequest[]) => {
          const parts = takeBack(leftLines(lines, discountMinor, refunds), wish);
          refunds.push({ lines: parts });
          return parts;
        };
        for (const [index, share] of cuts) {
          const left = leftLines(lines, discountMinor, refunds);
          const position = index % lines.length;
          const quantityMilli = Math.round((left[position]?.leftMilli ?? 0) * share);
          if (quantityMilli > 0) take([stock(position, quantityMilli)]);
        }
        take();
        const parts = refunds.flatMap((refund) => refund.lines);
        assert.ok(parts.every(({ totalMinor }) => totalMinor >= 0));
        const subtotalMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor));
        const refundedMinor = sumMinor(parts.map(({ totalMinor }) => totalMinor));
        assert.equal(refundedMinor, subtotalMinor - discountMinor);
        assert.ok(
          leftLines(lines, discountMinor, refunds).every(({ leftMilli }) => leftMilli === 0),
        );
      }),
    );
  });

  it('say of each line what is left, and that adds up to what the order has left', () => {
    fc.assert(
      fc.property(anyOrder, ({ lines, discountMinor }) => {
        const seen = withLeft({ status: 'completed', lines, discountMinor, refunds: [] });
        const subtotalMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor));
        const leftMinor = sumMinor(seen.map((line) => line.leftMinor ?? Number.NaN));
        assert.equal(leftMinor, subtotalMinor - discountMinor);
      }),
    );
    const [line] = withLeft({
      status: 'refunded',
      lines: [lineOf(1000, 3990)],
      discountMinor: 0,
      refunds: [],
    });
    assert.deepEqual([line?.leftMilli, line?.leftMinor], [0, 0], 'refunded before parts were kept');
  });

  it('share the total of a label by weight: 500 g of 1.347 kg at R$ 53.75 are R$ 19.95', () => {
    const left = leftLines([lineOf(1347, 5375)], 0, []);
    assert.equal(takeBack(left, [stock(0, 500)])[0]?.totalMinor, 1995);
  });

  it('refuse more than is left, also in two parts of one request, and parts of a piece', () => {
    const left = leftLines([lineOf(1000, 3990), lineOf(2000, 500, 'un')], 0, []);
    const codeOf = (wish: RefundLineRequest[]) => {
      try {
        takeBack(left, wish);
        return 'none';
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    };
    assert.equal(codeOf([stock(0, 1001)]), 'refund_exceeds_sale');
    assert.equal(codeOf([stock(0, 600), stock(0, 401)]), 'refund_exceeds_sale');
    assert.equal(codeOf([stock(0, 600), stock(0, 400)]), 'none');
    assert.equal(codeOf([stock(1, 500)]), 'quantity_not_allowed');
    assert.equal(codeOf([stock(2, 1)]), 'validation_failed');
  });

  it('pay back to a tab first, then to the latest payment', () => {
    const payments = [
      { id: 'a', method: 'cash', leftMinor: 500 },
      { id: 'b', method: 'tab', leftMinor: 300 },
      { id: 'c', method: 'pix', leftMinor: 400 },
    ] as const;
    const amounts = (totalMinor: number) =>
      payBack([...payments], totalMinor, undefined).map(({ paymentId, amountMinor }) => [
        paymentId,
        amountMinor,
      ]);
    assert.deepEqual(amounts(200), [['b', 200]]);
    assert.deepEqual(amounts(600), [
      ['b', 300],
      ['c', 300],
    ]);
    assert.deepEqual(amounts(1000), [
      ['a', 300],
      ['b', 300],
      ['c', 400],
    ]);
    assert.throws(() => payBack([...payments], 1201, undefined), { code: 'conflict' });
  });

  it('pay back exactly the amount, and to no payment more than it holds', () => {
    const payment = fc.record({
      id: fc.uuid(),
      method: fc.constantFrom(...paymentMethods),
      leftMinor: fc.nat(10_000),
    });
    fc.assert(
      fc.property(fc.array(payment, { minLength: 1, maxLength: 5 }), fc.nat(), (payments, some) => {
        const holdMinor = sumMinor(payments.map(({ leftMinor }) => leftMinor));
        const totalMinor = some % (holdMinor + 1);
        const back = payBack(payments, totalMinor, undefined);
        assert.equal(sumMinor(back.map(({ amountMinor }) => amountMinor)), totalMinor);
        for (const { paymentId, amountMinor } of back) {
          const found = payments.find(({ id }) => id === paymentId);
          assert.ok(amountMinor > 0 && amountMinor <= (found?.leftMinor ?? 0));
        }
      }),
    );
  });

  it('pay back as wished, when that is exactly the amount', () => {
    const payments = [
      { id: 'a', method: 'cash', leftMinor: 500 },
      { id: 'b', method: 'pix', leftMinor: 400 },
    ] as const;
    const wish = [{ paymentId: 'a', amountMinor: 300 }];
    assert.equal(payBack([...payments], 300, wish)[0]?.method, 'cash');
    assert.throws(() => payBack([...payments], 301, wish), { code: 'payments_do_not_match_total' });
    const tooMuch = [{ paymentId: 'b', amountMinor: 401 }];
    assert.throws(() => payBack([...payments], 401, tooMuch), { code: 'payment_exceeds_total' });
    const unknown = [{ paymentId: 'c', amountMinor: 1 }];
    assert.throws(() => payBack([...payments], 1, unknown), { code: 'payment_exceeds_total' });
  });
});
