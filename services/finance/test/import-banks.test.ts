/** Guarantee of imports of CSV: a bank is told from others by its name, however that is typed. */
import assert from 'node:assert/strict';
import type { ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { type Finance, startFinance } from './harness.ts';

describe('importing the CSV of several banks', () => {
  let finance: Finance;
  before(async () => {
    finance = await startFinance();
  });
  after(() => finance?.stop());

  const send = (text: string, bank: string): Promise<ApiResponse> =>
    finance.as('admin').post(`/finance/imports?bankAccount=${encodeURIComponent(bank)}`, text, {
      'content-type': 'text/csv',
    });
  const outcomes = (body: { rows: { outcome: string }[] }) => body.rows.map((row) => row.outcome);

  it('tells the CSV of two banks apart by the account that is named', async () => {
    const text = 'data;descricao;valor\n05/11/2026;TARIFA MENSAL;-12,00\n';
    for (const bank of ['itau', 'sicredi']) {
      const { body } = await send(text, bank);
      assert.deepEqual(outcomes(body), ['created'], bank);
      const again = await send(text, bank);
      assert.deepEqual(outcomes(again.body), ['duplicate'], bank);
    }
  });

  it('takes a bank for the same however its name is typed, and keeps what was typed', async () => {
    const text = 'data;descricao;valor\n06/11/2026;TARIFA MENSAL;-12,00\n';
    const first = await send(text, 'Bradesco São João');
    assert.deepEqual(outcomes(first.body), ['created']);
    for (const bank of [
      'bradesco sao joao',
      ' BRADESCO  SÃO JOÃO ',
      'Bradesco Sa\u0303o Joa\u0303o',
    ]) {
      const again = await send(text, bank);
      assert.deepEqual(outcomes(again.body), ['duplicate'], bank);
      assert.equal(again.body.rows[0].entryId, first.body.rows[0].entryId);
    }
    const stored = await finance.db.query<{ bank_account: string }>(
      'SELECT bank_account FROM imported_entry WHERE entry_id = $1',
      [first.body.rows[0].entryId],
    );
    assert.deepEqual(stored, [{ bank_account: 'Bradesco São João' }]);
    assert.deepEqual(outcomes((await send(text, 'Bradesco Santos')).body), ['created']);
  });

  it('knows what was imported before names had one spelling', async () => {
    const text = 'data;descricao;valor\n07/11/2026;TARIFA MENSAL;-13,00\n';
    const before = await send(text, 'Caixa Econômica');
    const { entryId } = before.body.rows[0];
    await finance.db.query('UPDATE imported_entry SET bank_key = NULL WHERE entry_id = $1', [
      entryId,
    ]);
    for (const bank of ['CAIXA ECONOMICA', 'Caixa Econômica']) {
      const { body } = await send(text, bank);
      assert.deepEqual([body.rows[0].outcome, body.rows[0].entryId], ['duplicate', entryId], bank);
    }
  });

  it('enters a file once that eight send at the same time, each under a spelling of its own', async () => {
    const text = 'data;descricao;valor\n08/11/2026;TARIFA MENSAL;-14,00\n';
    const spellings = [
      'nubank',
      'Nubank',
      'NUBANK',
      'nuBank',
      'NuBank',
      'Nubánk',
      'NUbank',
      'nuBANK',
    ];
    const answers = await Promise.all(spellings.map((bank) => send(text, bank)));
    const created = answers.filter(({ status, body }) => status === 200 && body.createdCount === 1);
    assert.equal(created.length, 1);
  });
});
