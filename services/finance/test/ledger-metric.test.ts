/** Protects: a ledger that was tampered with is seen by whoever watches the metrics, and so is its repair. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Finance, startFinance, tamper } from './harness.ts';

describe('the metric ledger_is_balanced', function () {
  this.timeout(180_000);
  let finance: Finance;
  before(async () => {
    finance = await startFinance({ env: { LEDGER_PROOF_MS: '100' } });
    const entry = { type: 'credit', amountMinor: 1000, date: '2026-11-20', description: 'Ice' };
    assert.equal((await finance.as('admin').post('/finance/entries', entry)).status, 201);
  });
  after(() => finance?.stop());

  const shows = (value: number) =>
    eventually(async () => {
      const page = await (await fetch(`${finance.url}/metrics`)).text();
      assert.match(page, new RegExp(`^ledger_is_balanced\\{service="finance"\\} ${value}$`, 'm'));
    }, 60_000);

  it('is 1, 0 after an edit by SQL, and 1 again after its repair', async () => {
    await shows(1);
    await tamper(finance.db, 'UPDATE account_day SET credit_minor = credit_minor + 1');
    await shows(0);
    await tamper(finance.db, 'UPDATE account_day SET credit_minor = credit_minor - 1');
    await shows(1);
  });
});
