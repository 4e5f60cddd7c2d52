/** Guarantees of balances: every day's figures follow from the entries up to it, whenever they were made. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Finance, startFinance } from './harness.ts';

describe('finance balances', () => {
  let finance: Finance;
  let admin: ApiClient;

  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  async function enter(
    type: string,
    amountMinor: number,
    { date, account = 'cash' }: { date: string; account?: string },
  ) {
    const answer = await admin.post('/finance/entries', {
      type,
      amountMinor,
      date,
      description: 'x',
      account,
    });
    assert.equal(answer.status, 201);
  }

  async function balanceOf(code: string, at: string): Promise<number> {
    const { body: accounts } = await admin.get('/finance/accounts');
    const { id } = accounts.items.find((row: { code: string }) => row.code === code);
    const { body } = await admin.get(`/finance/accounts/${id}/balance?at=${at}`);
    assert.equal(body.at, at);
    return body.balanceMinor;
  }

  const daily = async (date: string) => (await admin.get(`/finance/daily/${date}`)).body;

  it('has the chart of accounts with the same ids everywhere', async () => {
    const { body } = await admin.get('/finance/accounts');
    assert.equal(body.items.length, 15);
    assert.deepEqual(body.items[0], {
      id: '01930000-0000-7000-8000-000000000001',
      code: 'cash',
      name: { pt: 'Caixa', en: 'Cash' },
      kind: 'asset',
      isMoney: true,
    });
  });

  it('carries the balance on from day to day, also after back-dated entries', async () => {
    assert.deepEqual(await daily('2025-01-10'), {
      date: '2025-01-10',
      creditsMinor: 0,
      debitsMinor: 0,
      balanceMinor: 0,
    });
    await enter('credit', 10_000, { date: '2025-01-10' });
    await enter('debit', 3_000, { date: '2025-01-12', account: 'pix' });
    await enter('credit', 500, { date: '2025-01-12', account: 'bank' });
    const range = async () =>
      (await admin.get('/finance/daily?from=2025-01-09&to=2025-01-13')).body.items.map(
        (day: { creditsMinor: number; debitsMinor: number; balanceMinor: number }) => [
          day.creditsMinor,
          day.debitsMinor,
          day.balanceMinor,
        ],
      );
    assert.deepEqual(await range(), [
      [0, 0, 0],
      [10_000, 0, 10_000],
      [0, 0, 10_000],
      [500, 3_000, 7_500],
      [0, 0, 7_500],
    ]);
    await enter('debit', 1, { date: '2025-01-11' });
    await enter('credit', 40, { date: '2024-12-31' });
    assert.deepEqual(await range(), [
      [0, 0, 40],
      [10_000, 0, 10_040],
      [0, 1, 10_039],
      [500, 3_000, 7_539],
      [0, 0, 7_539],
    ]);
    assert.equal((await daily('2025-01-12')).balanceMinor, 7_539);
    assert.equal((await daily('2024-12-30')).balanceMinor, 0);
  });

  it('answers each account as of any date, on its normal side', async () => {
    assert.equal(await balanceOf('cash', '2025-01-09'), 40);
    assert.equal(await balanceOf('cash', '2025-01-10'), 10_040);
    assert.equal(await balanceOf('cash', '2999-12-31'), 10_039);
    assert.equal(await balanceOf('pix', '2025-01-12'), -3_000);
    assert.equal(await balanceOf('other_revenue', '2025-01-12'), 10_540);
    assert.equal(await balanceOf('general_expenses', '2025-01-12'), 3_001);
    assert.equal(await balanceOf('equity', '2025-01-12'), 0);
    assert.equal((await admin.get(`/finance/accounts/${newId()}/balance`)).status, 404);
  });

  it('takes today in the shop’s time zone when no date is named', async () => {
    const { body } = await admin.get(
      '/finance/accounts/01930000-0000-7000-8000-000000000001/balance',
    );
    const today = new Date().toLocaleDateString('en-CA', { timeZone: 'America/Sao_Paulo' });
    assert.ok(body.at <= today && body.at >= '2026-01-01');
    assert.equal(body.balanceMinor, 10_039);
  });

  it('lists a leap year day by day', async () => {
    const { body } = await admin.get('/finance/daily?from=2024-01-01&to=2024-12-31');
    assert.equal(body.items.length, 366);
    assert.equal(body.items[59].date, '2024-02-29');
    assert.deepEqual(body.items[365], {
      date: '2024-12-31',
      creditsMinor: 40,
      debitsMinor: 0,
      balanceMinor: 40,
    });
  });

  it('adds up concurrent entries to one hot account', async () => {
    const date = '2025-06-01';
    const before = await balanceOf('cash', date);
    await Promise.all(
      Array.from({ length: 400 }, (_, n) =>
        enter(n % 4 === 0 ? 'debit' : 'credit', n + 1, { date }),
      ),
    );
    const all = Array.from({ length: 400 }, (_, n) => (n % 4 === 0 ? -(n + 1) : n + 1));
    assert.equal(
      (await balanceOf('cash', date)) - before,
      all.reduce((sum, minor) => sum + minor, 0),
    );
    assert.equal((await admin.get('/finance/ledger/verify')).body.isConsistent, true);
  });
});
