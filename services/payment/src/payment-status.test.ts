/** Guards the table of a payment's transitions. */
import assert from 'node:assert/strict';
import { type PaymentStatus, paymentStatuses } from '@balcao/contracts/payment-method.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { canMove, isUnpaidEnd, requireMove } from './payment-status.ts';

const allowed: readonly [PaymentStatus, PaymentStatus][] = [
  ['pending', 'approved'],
  ['pending', 'declined'],
  ['pending', 'expired'],
  ['pending', 'cancelled'],
  ['approved', 'partially_refunded'],
  ['approved', 'refunded'],
  ['partially_refunded', 'partially_refunded'],
  ['partially_refunded', 'refunded'],
];

describe('the transitions of a payment', () => {
  for (const from of paymentStatuses) {
    for (const to of paymentStatuses) {
      const isAllowed = allowed.some(([a, b]) => a === from && b === to);
      it(`${from} → ${to} is ${isAllowed ? 'allowed' : 'refused with invalid_transition'}`, () => {
        assert.equal(canMove(from, to), isAllowed);
        if (isAllowed) return requireMove(from, to);
        assert.throws(
          () => requireMove(from, to),
          (error) => error instanceof Problem && error.code === 'invalid_transition',
        );
      });
    }
  }

  it('money that arrives after an end without money is known as such', () => {
    const ends = paymentStatuses.filter(isUnpaidEnd);
    assert.deepEqual(ends, ['declined', 'expired', 'cancelled']);
  });
});
