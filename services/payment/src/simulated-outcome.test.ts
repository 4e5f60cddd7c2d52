/** Guards the documented rules of the simulated provider. */
import assert from 'node:assert/strict';
import { chargeFaults, listingFaults, simulatorTokens } from '@balcao/contracts/api/payment.ts';
import { simulatedOutcome } from './simulated-outcome.ts';

describe('the simulated provider', () => {
  it('has a rule for every documented token', () => {
    const outcomes = Object.keys(simulatorTokens).map((cardToken) =>
      simulatedOutcome({ method: 'credit', cardToken }, null),
    );
    assert.deepEqual(outcomes, ['approve', 'decline', 'timeout', 'late', 'duplicate']);
  });

  it('approves cards without a token and with any other', () => {
    for (const cardToken of [null, 'tok_other', 'constructor']) {
      assert.equal(simulatedOutcome({ method: 'debit', cardToken }, null), 'approve');
    }
  });

  it('lets a PIX wait for its customer', () => {
    assert.equal(simulatedOutcome({ method: 'pix', cardToken: null }, null), 'wait');
  });

  it('charges as ever while only its list is at fault', () => {
    for (const fault of listingFaults)
      assert.equal(simulatedOutcome({ method: 'pix', cardToken: null }, fault), 'wait');
  });

  it('lets every payment meet the fault that is switched on', () => {
    for (const fault of chargeFaults) {
      assert.equal(simulatedOutcome({ method: 'pix', cardToken: null }, fault), fault);
      assert.equal(simulatedOutcome({ method: 'credit', cardToken: 'tok_approve' }, fault), fault);
    }
  });
});
