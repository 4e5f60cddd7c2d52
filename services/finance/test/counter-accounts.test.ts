/** Guarantees of categories with a counter-account: what settles, moves or is the owner's is earned and spent by nobody. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import fc from 'fast-check';
import { categoryId } from './categories.ts';
import { saleOf, stockChangeOf } from './fixtures.ts';
import { envelope, type Finance, startWithoutGuesses } from './harness.ts';

type Slug = Parameters<typeof categoryId>[0];

describe('entries of categories with a counter-account', () => {
  let finance: Finance;
  let admin: ApiClient;
  before(async () => {
    finance = await startWithoutGuesses();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  const enter = async (wish: Record<string, unknown>): Promise<string> => {
    const about = { date: '2026-06-10', description: 'x', account: 'bank' };
    const { status, body } = await admin.post('/finance/entries', { ...about, ...wish });
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  const decide = async (id: string, slug: Slug) => {
    const wish = { categoryId: categoryId(slug) };
    return admin.put(`/finance/entries/${id}/category`, wish);
  };
  /** What moved in the accounts of a month, debits above zero, once everything has followed. */
  const netOf = async (month: string): Promise<Record<string, number>> => {
    const rows = await finance.db.query<{ code: string; net: number }>(
      `SELECT a.code, sum(d.debit_minor - d.credit_minor)::bigint AS net
       FROM account_day d JOIN account a ON a.id = d.account_id
       WHERE to_char(d.date, 'YYYY-MM') = $1 GROUP BY 1`,
      [month],
    );
    return Object.fromEntries(rows.flatMap(({ code, net }) => (net === 0 ? [] : [[code, net]])));
  };
  // What follows comes in its own time, and a machine may be busy.
  const becomes = (month: string, expected: Record<string, number>) =>
    eventually(async () => assert.deepEqual(await netOf(month), expected), 45_000);
  const profitOf = async (month: string): Promise<number> => {
    const query = `from=${month}-01&to=${month}-28`;
    return (await admin.get(`/finance/reports/profit-and-loss?${query}`)).body.profit.amountMinor;
  };

  it('counts a card sale, its meat and the statement that settles both only once', async () => {
    const date = '2026-06-10';
    const sale = saleOf([['credit', 10_000]], { date });
    const bought = { ...stockChangeOf('purchase', [[2_000, 6_000]]), businessDate: date };
    const sold = { ...stockChangeOf('sale', [[-1_000, -3_000]]), businessDate: date };
    await finance.publish(
      envelope('sale.completed', sale.orderId, sale),
      envelope('stock.changed', bought.sourceId, bought),
      envelope('stock.changed', sold.sourceId, sold),
    );
    const settled = await enter({ type: 'credit', amountMinor: 10_000, description: 'CIELO' });
    const rows = [
      'data;valor;descricao;categoria',
      '10/06/2026;-60,00;FRIGO SUL;suppliers-meat',
      '11/06/2026;-5,00;SAQUE TROCO;cash-withdrawal',
      '12/06/2026;-20,00;RETIRADA;withdrawal',
    ];
    const imported = await admin.post('/finance/imports', rows.join('\n'), {
      'content-type': 'text/csv',
    });
    assert.equal(imported.body.createdCount, 3, JSON.stringify(imported.body));
    assert.equal((await decide(settled, 'card-settlement')).status, 200);
    await becomes('2026-06', {
      bank: 10_000 - 6_000 - 500 - 2_000,
      cash: 500,
      inventory: 3_000,
      equity: 2_000,
      cost_of_goods: 3_000,
      sales_revenue: -10_000,
    });
    assert.equal(await profitOf('2026-06'), 7_000);
    const byCategory = await admin.get(
      '/finance/reports/by-category?from=2026-06-01&to=2026-06-30',
    );
    assert.deepEqual(byCategory.body.items, []);
    const { body } = await admin.get(`/finance/daily/${date}`);
    assert.equal(body.balanceMinor, 10_000 - 6_000);
  });

  it('follows a correction there and back, and a reversal, each on its day', async () => {
    const id = await enter({ type: 'debit', amountMinor: 700, date: '2025-03-05' });
    await becomes('2025-03', { bank: -700, general_expenses: 700 });
    await decide(id, 'suppliers-meat');
    await becomes('2025-03', { bank: -700, supplier_payable: 700 });
    await decide(id, 'rent');
    await becomes('2025-03', { bank: -700, general_expenses: 700 });
    await decide(id, 'withdrawal');
    await becomes('2025-03', { bank: -700, equity: 700 });
    const reversed = await admin.post(`/finance/entries/${id}/reverse`, { date: '2025-04-01' });
    assert.equal(reversed.status, 201);
    await becomes('2025-04', { bank: 700, equity: -700 });
    await decide(id, 'suppliers-other');
    await becomes('2025-03', { bank: -700, supplier_payable: 700 });
    await becomes('2025-04', { bank: 700, supplier_payable: -700 });
    const { body } = await admin.get('/finance/entries?from=2025-03-01&to=2025-04-30');
    assert.equal(body.items.length, 2);
    assert.equal((await admin.get('/finance/ledger/verify')).body.isConsistent, true);
  });

  it('leaves a closed month as it is, and moves on the first open day', async () => {
    const id = await enter({ type: 'debit', amountMinor: 900, date: '2024-05-20' });
    assert.equal((await admin.post('/finance/periods/2024-05/close')).status, 200);
    assert.equal((await decide(id, 'suppliers-meat')).status, 200);
    await becomes('2024-06', { general_expenses: -900, supplier_payable: 900 });
    await becomes('2024-05', { bank: -900, general_expenses: 900 });
    const [move] = await finance.db.query<{ description: string }>(
      'SELECT description FROM journal_transaction WHERE entry_id = $1',
      [id],
    );
    assert.match(move?.description ?? '', /of 2024-05-20, which is closed/);
  });

  it('moves nothing to the account on which the money is, and refuses to be told so', async () => {
    const onCards = { type: 'credit', amountMinor: 5, account: 'card_receivable' };
    const wish = { ...onCards, date: '2023-01-02', description: 'x' };
    const refused = await admin.post('/finance/entries', {
      ...wish,
      categoryId: categoryId('card-settlement'),
    });
    assert.equal(refused.body.code, 'does_not_fit');
    const id = await enter(wish);
    assert.equal((await decide(id, 'card-settlement')).body.code, 'does_not_fit');
    await becomes('2023-01', { card_receivable: 5, other_revenue: -5 });
  });

  it('lets a shop make one of its own', async () => {
    const names = { pt: 'Fiado pago no banco', en: 'Tabs paid at the bank' };
    const wish = { slug: 'tab-transfer', name: names, kind: 'income', counterAccount: 'tabs' };
    const made = await admin.post('/finance/categories', wish);
    assert.equal(made.body.counterAccount, 'tabs');
    const given = { type: 'credit', amountMinor: 30, date: '2022-02-02' };
    await enter({ ...given, categoryId: made.body.id });
    await becomes('2022-02', { bank: 30, tabs: -30 });
    const earning = { ...wish, slug: 'own', counterAccount: 'sales_revenue' };
    const refused = await admin.post('/finance/categories', earning);
    assert.equal(refused.body.code, 'validation_failed');
  });

  it('balances, and ends where the last categories say, after any history under eight writers', async () => {
    const slugs = ['suppliers-meat', 'withdrawal', 'cash-withdrawal', 'rent'] as const;
    const anyHistory = fc.record({
      amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
      later: fc.array(fc.constantFrom<Slug | 'reverse'>(...slugs, 'reverse'), { maxLength: 4 }),
    });
    const histories = fc.sample(anyHistory, { numRuns: 96, seed: 8 });
    const act = async (id: string, what: Slug | 'reverse') => {
      const { status } =
        what === 'reverse'
          ? await admin.post(`/finance/entries/${id}/reverse`, { date: '2020-01-20' })
          : await decide(id, what);
      assert.ok([200, 201, 409].includes(status), String(status));
    };
    const work = async (writer: number) => {
      for (const { amountMinor, later } of histories.filter((_one, at) => at % 8 === writer)) {
        const id = await enter({ type: 'debit', amountMinor, date: '2020-01-10' });
        await Promise.all(later.map((what) => act(id, what)));
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_none, writer) => work(writer)));
    await eventually(async () => assert.deepEqual(await netOf('2020-01'), await wantedIn2020()));
    assert.equal((await admin.get('/finance/ledger/verify')).body.isConsistent, true);
    const [wrong] = await finance.db.query(
      `SELECT FROM category_day d JOIN category c ON c.id = d.category_id
       WHERE d.date < '2021-01-01' AND c.counter_account_id IS NOT NULL
       GROUP BY d.account_id, d.category_id
       HAVING d.account_id NOT IN (SELECT counter_account_id FROM category WHERE id = d.category_id)
         AND sum(d.debit_minor - d.credit_minor) <> 0`,
    );
    assert.equal(wrong, undefined, 'a category with a counter-account counts nothing elsewhere');
  }).timeout(60_000);

  /** Each entry, less its reversal, on the counter-account of the category that it has now. */
  const wantedIn2020 = async (): Promise<Record<string, number>> => {
    const rows = await finance.db.query<{ code: string; net: number }>(
      `WITH entry AS (
         SELECT l.debit_minor - l.credit_minor AS received, c.counter_account_id
         FROM journal_transaction t JOIN journal_line l ON l.transaction_id = t.id AND l.position = 0
         LEFT JOIN entry_category e ON e.entry_id = coalesce(t.reverses_id, t.id)
         LEFT JOIN category c ON c.id = e.category_id
         WHERE t.date BETWEEN '2020-01-01' AND '2020-01-31' AND t.kind IN ('credit', 'debit'))
       SELECT code, sum(net)::bigint AS net FROM (
         SELECT 'bank' AS code, received AS net FROM entry UNION ALL
         SELECT coalesce(a.code, 'general_expenses'), -received
         FROM entry LEFT JOIN account a ON a.id = counter_account_id) both_sides
       GROUP BY code`,
    );
    return Object.fromEntries(rows.flatMap(({ code, net }) => (net === 0 ? [] : [[code, net]])));
  };
});
