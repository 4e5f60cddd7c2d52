/** Protects: a kept sale is sent as it was paid, and what the shop has of it is never sent as another one. */
import assert from 'node:assert/strict';
import { createOrderRequest, orderStatuses } from '@balcao/contracts/api/sales.ts';
import { describe, it } from 'mocha';
import type { KeptSale, Sale } from './kept-sale.ts';
import { canBeKept, canBeKeptUnanswered, happened, rungUp, standingOf } from './sale-request.ts';

const id = '01890000-0000-7000-8000-000000000001';
const other = '01890000-0000-7000-8000-000000000002';
const sale: Sale = {
  id,
  tillId: other,
  lines: [
    {
      productId: other,
      quantityMilli: 2000,
      unitPriceMinor: 2190,
      labelCode: null,
      name: 'Carvão',
    },
    { productId: id, quantityMilli: 1347, unitPriceMinor: 3990, labelCode: '2123400053754' },
  ],
  discountMinor: 200,
  totalMinor: 9555,
  payments: [{ id: other, method: 'cash', amountMinor: 9555, tenderedMinor: 10_000 }],
  overrideId: other,
};
const kept: KeptSale = {
  id,
  orderId: other,
  sale,
  occurredAt: '2026-11-21T13:00:00.000Z',
  seller: { id, name: 'Ana' },
  refusal: null,
};

describe('a sale as a request', () => {
  it('leaves the prices to the shop as it is rung up', () => {
    const body = createOrderRequest.parse(JSON.parse(JSON.stringify(rungUp(sale))));
    assert.deepEqual(body.lines, [
      { productId: other, quantityMilli: 2000 },
      { code: '2123400053754' },
    ]);
    assert.deepEqual([body.id, body.overrideId, body.occurredAt], [id, other, undefined]);
  });

  it('names when it happened and what was paid once it has happened', () => {
    const body = createOrderRequest.parse(JSON.parse(JSON.stringify(happened(kept))));
    assert.deepEqual(body.lines, [
      { productId: other, quantityMilli: 2000, unitPriceMinor: 2190 },
      { code: '2123400053754', unitPriceMinor: 3990 },
    ]);
    assert.deepEqual(
      [body.id, body.occurredAt, body.discountMinor, body.tillId],
      [other, kept.occurredAt, 200, other],
    );
    assert.deepEqual(body.payments, [{ method: 'cash', amountMinor: 9555, tenderedMinor: 10_000 }]);
  });

  it('is the same request each time it is sent', () => {
    assert.equal(JSON.stringify(happened(kept)), JSON.stringify(happened(structuredClone(kept))));
  });
});

describe('a sale without an answer', () => {
  const paidBy = (...methods: ('cash' | 'pix' | 'tab' | 'debit')[]): Sale => ({
    ...sale,
    payments: methods.map((method) => ({ method, amountMinor: 100 })),
  });

  it('is kept unless a PIX is part of it', () => {
    const all = [paidBy('cash'), paidBy('tab', 'debit'), paidBy(), paidBy('cash', 'pix')];
    assert.deepEqual(all.map(canBeKept), [true, true, true, false]);
  });

  it('is not kept after it was sent where a provider may have taken the money', () => {
    const all = [paidBy('cash', 'tab'), paidBy('cash', 'debit'), paidBy('pix')];
    assert.deepEqual(all.map(canBeKeptUnanswered), [true, false, false]);
  });
});

describe('an order that the shop has of a kept sale', () => {
  it('is waited for, taken for the sale, or known to be given up, by its state', () => {
    const standings = orderStatuses.map((status) => standingOf({ status, occurredAt: null }));
    assert.deepEqual(Object.fromEntries(orderStatuses.map((each, n) => [each, standings[n]])), {
      open: 'on-its-way',
      held: 'on-its-way',
      placed: 'on-its-way',
      awaiting_payment: 'on-its-way',
      paid: 'on-its-way',
      completed: 'there',
      rejected: 'given-up',
      cancelled: 'given-up',
      partially_refunded: 'there',
      refunded: 'there',
    });
  });

  it('is the sale once it is recorded as one that has happened', () => {
    assert.equal(standingOf({ status: 'placed', occurredAt: kept.occurredAt }), 'there');
  });
});
