/** Guarantees of what is said of a customer: blocked exactly when nothing more fits the limit. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { stateOf } from './customer-state.ts';

const ana = { anonymisedAt: null, active: true, tabLimitMinor: 10_000, balanceMinor: 0 };

describe('how a customer stands', () => {
  it('is blocked from the centavo on that uses the limit up, waiting sales included', () => {
    assert.equal(stateOf({ ...ana, balanceMinor: 9_999 }), 'hasRoom');
    assert.equal(stateOf({ ...ana, balanceMinor: 10_000 }), 'blocked');
    assert.equal(stateOf({ ...ana, balanceMinor: 4_000 }, 6_000), 'blocked');
  });

  it('is blocked where the limit was lowered below what is owed, even to none', () => {
    assert.equal(stateOf({ ...ana, tabLimitMinor: 0, balanceMinor: 1 }), 'blocked');
  });

  it('has no tab without a limit, and is not said to be blocked where nobody may buy anyway', () => {
    assert.equal(stateOf({ ...ana, tabLimitMinor: 0 }), 'noTab');
    assert.equal(stateOf({ ...ana, active: false, balanceMinor: 20_000 }), 'inactive');
    assert.equal(stateOf({ ...ana, anonymisedAt: '2026-11-21T12:00:00Z' }), 'anonymised');
  });
});
