/** The table of order states holds its promises. */
import assert from 'node:assert/strict';
import { orderStatuses } from '@balcao/contracts/api/sales.ts';
import { canMove, isSettled, requireMove, waitingStatuses } from './order-status.ts';

describe('order status', () => {
  it('lets every order that waits be cancelled, so that a deadline can end it', () => {
    for (const status of waitingStatuses) assert.ok(canMove(status, 'cancelled'));
  });

  it('never leaves a final state', () => {
    for (const from of ['rejected', 'cancelled', 'refunded'] as const) {
      assert.ok(isSettled(from));
      for (const to of orderStatuses) assert.ok(!canMove(from, to));
    }
  });

  it('reaches completed only when paid', () => {
    const ways = orderStatuses.filter((from) => canMove(from, 'completed'));
    assert.deepEqual(ways, ['paid']);
  });

  it('names both states and the possible ones when it refuses', () => {
    assert.throws(() => requireMove('completed', 'cancelled'), {
      code: 'invalid_transition',
      message:
        /completed cannot become cancelled; possible from here: partially_refunded, refunded/,
    });
  });
});
