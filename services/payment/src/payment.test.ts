/** Guards how a payment begins, is shown and is told. */
import assert from 'node:assert/strict';
import { payment as paymentAnswer } from '@balcao/contracts/api/payment.ts';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { paymentMethods, paymentStatuses } from '@balcao/contracts/payment-method.ts';
import fc from 'fast-check';
import {
  beginPayment,
  type Payment,
  paymentEvents,
  paymentView,
  requireTender,
} from './payment.ts';

const time = '2026-11-22T12:00:00.000Z';

const fee = { basisPoints: 349, fixedMinor: 39 };
const terms = {
  now: () => new Date(time),
  provider: 'simulated',
  cardFees: { debit: fee, credit: fee },
};

const wish = fc.record({
  id: fc.uuid(),
  orderId: fc.uuid(),
  method: fc.constantFrom(...paymentMethods),
  amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
  origin: fc.constantFrom('order' as const, 'counter' as const),
  expiresAt: fc.constant(time),
  takenAt: fc.constantFrom(undefined, time),
});

const payment = fc.tuple(wish, fc.constantFrom(...paymentStatuses), fc.option(fc.nat(5_000))).map(
  ([facts, status, change]): Payment => ({
    ...beginPayment(facts, terms),
    status,
    refundedMinor: 0,
    tenderedMinor: change === null ? null : facts.amountMinor + change,
    reason: null,
    providerReference: null,
    brCode: null,
    approvedAt: status === 'approved' ? time : null,
    createdAt: time,
    updatedAt: time,
  }),
);

describe('a payment', () => {
  it('is approved at once exactly when it is cash, a tab or taken elsewhere, and otherwise has an end by itself', () => {
    fc.assert(
      fc.property(wish, (facts) => {
        const { status, expiresAt, provider } = beginPayment(facts, terms);
        if (facts.takenAt !== undefined || facts.method === 'cash' || facts.method === 'tab')
          assert.deepEqual([status, expiresAt, provider], ['approved', null, 'none']);
        else assert.deepEqual([status, expiresAt, provider], ['pending', time, 'simulated']);
      }),
    );
  });

  it('is shown as documented in every status, with the change that goes back', () => {
    fc.assert(
      fc.property(payment, (any) => {
        const view = paymentAnswer.parse(JSON.parse(JSON.stringify(paymentView(any))));
        const change = any.tenderedMinor === null ? undefined : any.tenderedMinor - any.amountMinor;
        assert.equal(view.changeMinor, change);
      }),
    );
  });

  it('is told by events that fit their schemas and go by the order', () => {
    fc.assert(
      fc.property(payment, (any) => {
        for (const { type, subject, data } of paymentEvents(any)) {
          assert.equal(subject, any.orderId);
          assert.ok(eventSchemas[type].safeParse(data).success);
        }
      }),
    );
  });

  it('refuses cash that does not cover the amount', () => {
    requireTender({ amountMinor: 500 });
    requireTender({ amountMinor: 500, tenderedMinor: 500 });
    assert.throws(() => requireTender({ amountMinor: 500, tenderedMinor: 499 }), /does not cover/);
  });
});
