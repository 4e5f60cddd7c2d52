/** Protects: what a stranger does from elsewhere takes nothing from the attempts that an owner has. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type Attempt, budgetsOf } from './login-budget.ts';

const allowances = { loginAttempts: 10, loginAttemptsPerAddress: 100 };
const keys = (attempt: Attempt) =>
  new Set(budgetsOf(attempt, allowances).map(({ key }) => key.toString('hex')));
const shareNothing = (one: Attempt, other: Attempt) => {
  const theirs = keys(other);
  for (const key of keys(one)) assert.equal(theirs.has(key), false);
};

const email = fc.constantFrom('ana@loja.br', 'rui@loja.br', 'x@loja.br');
const client = fc.constantFrom('203.0.113.1', '203.0.113.2', '2001:db8::/64');
const device = fc.constantFrom('one', 'two');
const anyAttempt = fc.record({
  email,
  client,
  provenBy: fc.option(device),
  isKnownNetwork: fc.boolean(),
});

describe('login budgets', () => {
  it('of a known device are shared with no other device, network or account', () => {
    fc.assert(
      fc.property(anyAttempt, device, anyAttempt, (own, provenBy, other) => {
        fc.pre(other.provenBy !== provenBy || other.email !== own.email);
        shareNothing({ ...own, provenBy }, other);
      }),
    );
  });

  it('of a known network are shared with nobody elsewhere, and with no other account there', () => {
    fc.assert(
      fc.property(anyAttempt, anyAttempt, (attempt, other) => {
        fc.pre(other.email !== attempt.email || other.client !== attempt.client);
        shareNothing({ ...attempt, provenBy: null, isKnownNetwork: true }, other);
      }),
    );
  });

  it('of a network that is not known are shared within that network only', () => {
    fc.assert(
      fc.property(anyAttempt, anyAttempt, (attempt, other) => {
        fc.pre(other.client !== attempt.client);
        shareNothing({ ...attempt, provenBy: null }, { ...other, provenBy: null });
      }),
    );
  });

  it('always limit: the same attempt again takes from the same budget', () => {
    fc.assert(
      fc.property(anyAttempt, (attempt) => {
        const budgets = budgetsOf(attempt, allowances);
        assert.deepEqual(budgets, budgetsOf({ ...attempt }, allowances));
        for (const { key, allowed } of budgets) {
          assert.equal(key.length, 32);
          assert.ok(allowed > 0);
        }
      }),
    );
  });

  it('are told apart however their parts are cut', () => {
    const attempt = { provenBy: null, isKnownNetwork: true };
    shareNothing(
      { ...attempt, email: 'a', client: 'b,c' },
      { ...attempt, email: 'a","b', client: 'c' },
    );
  });
});
