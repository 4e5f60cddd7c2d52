/** Guarantees of the sums by category: they follow every category given, corrected and taken back, at any concurrency. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import fc from 'fast-check';
import { categoryId, decideSilently } from './categories.ts';
import { type Finance, startWithoutGuesses } from './harness.ts';

const servicesIncome = categoryId('services-income');
const [rent, energy] = [categoryId('rent'), categoryId('energy')];
const march = 'from=2024-03-01&to=2024-03-31';

describe('reports by category', () => {
  let finance: Finance;
  let admin: ApiClient;

  before(async () => {
    finance = await startWithoutGuesses();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  const report = async (name: string, query: string) => {
    const { status, body } = await admin.get(`/finance/reports/${name}?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const enter = async (amountMinor: number, date: string, category: string | null) => {
    const type = category === servicesIncome ? 'credit' : 'debit';
    const entry = { type, amountMinor, date, description: 'x', categoryId: category };
    const { status, body } = await admin.post('/finance/entries', entry);
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  const decide = (entryId: string, category: string) =>
    decideSilently(finance.db, { entryId, category });
  const reverse = (entryId: string, date: string) =>
    admin.post(`/finance/entries/${entryId}/reverse`, { date });
  const rows = ({ items }: { items: Record<string, unknown>[] }) =>
    items.map(({ category, amountMinor, beforeMinor, shareBasisPoints }) => [
      category === null ? null : Object(category).slug,
      amountMinor,
      beforeMinor,
      shareBasisPoints,
    ]);

  it('tells what each category came to beside the month before, and what has none', async () => {
    await enter(1_000, '2024-02-29', rent);
    await enter(3_000, '2024-03-01', rent);
    await enter(500, '2024-03-02', energy);
    await enter(1_500, '2024-03-31', null);
    await enter(700, '2024-03-10', servicesIncome);
    await enter(9_999, '2024-04-01', rent);
    const body = await report('by-category', march);
    assert.deepEqual(rows(body), [
      ['services-income', 700, 0, 10_000],
      ['rent', 3_000, 1_000, 6_000],
      ['energy', 500, 0, 1_000],
      [null, 1_500, 0, 3_000],
    ]);
    assert.deepEqual([body.income.amountMinor, body.expenses.amountMinor], [700, 5_000]);
    const profit = await report('profit-and-loss', march);
    const lines = profit.lines.filter(
      ({ account }: { account: string }) => account === 'general_expenses',
    );
    assert.deepEqual(
      lines.map(({ category }: { category: { slug: string } | null }) => category?.slug ?? null),
      ['rent', 'energy', null],
    );
    assert.equal(profit.expenses.amountMinor, 5_000);
    const csv = (await admin.get(`/finance/reports/by-category.csv?${march}`)).body.split('\r\n');
    assert.equal(csv[2], 'expense;rent;Aluguel;30,00;10,00;200,00;60,00');
    assert.equal(csv[4], 'expense;;Sem categoria;15,00;0,00;;30,00');
  });

  it('follows a correction, also of what was taken back', async () => {
    const id = await enter(4_000, '2022-03-05', null);
    await decide(id, rent);
    const january = 'from=2022-03-01&to=2022-03-31';
    assert.deepEqual(rows(await report('by-category', january)), [['rent', 4_000, 0, 10_000]]);
    assert.equal((await reverse(id, '2022-04-02')).status, 201);
    await decide(id, energy);
    assert.deepEqual(rows(await report('by-category', january)), [['energy', 4_000, 0, 10_000]]);
    const april = await report('by-category', 'from=2022-04-01&to=2022-04-30');
    assert.deepEqual(rows(april), [['energy', -4_000, 4_000, null]]);
  });

  it('equals a rebuild after entering, deciding and reversing under eight writers', async () => {
    const anyStep = fc.record({
      amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
      day: fc.integer({ min: 1, max: 9 }),
      first: fc.constantFrom(null, rent, energy),
      later: fc.array(fc.constantFrom<'rent' | 'energy' | 'reverse'>('rent', 'energy', 'reverse'), {
        maxLength: 4,
      }),
    });
    const steps = fc.sample(anyStep, 160);
    const act = async (id: string, what: 'rent' | 'energy' | 'reverse') => {
      if (what !== 'reverse') await decide(id, what === 'rent' ? rent : energy);
      else assert.ok([201, 409].includes((await reverse(id, '2020-01-20')).status));
    };
    const work = async (writer: number) => {
      for (const [index, step] of steps.entries()) {
        if (index % 8 !== writer) continue;
        const id = await enter(step.amountMinor, `2020-01-0${step.day}`, step.first);
        await Promise.all(step.later.map((what) => act(id, what)));
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_none, writer) => work(writer)));
    const kept = await finance.db.query(
      `SELECT date, account_id, category_id, debit_minor, credit_minor FROM category_day
       WHERE date < '2021-01-01' AND (debit_minor <> 0 OR credit_minor <> 0) ORDER BY 1, 2, 3`,
    );
    const rebuilt = await finance.db.query(
      `SELECT t.date, l.account_id, c.category_id, sum(l.debit_minor)::bigint AS debit_minor,
         sum(l.credit_minor)::bigint AS credit_minor
       FROM journal_transaction t JOIN journal_line l ON l.transaction_id = t.id
       JOIN account a ON a.id = l.account_id AND NOT a.is_money
       JOIN entry_category c ON c.entry_id = coalesce(t.reverses_id, t.id)
       WHERE t.date < '2021-01-01' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    );
    assert.deepEqual(kept, rebuilt);
    assert.ok(kept.length > 10);
  }).timeout(60_000);

  it('counts a category given before its entry is seen by nobody else', async () => {
    const id = newId();
    const entry = { id, type: 'debit', amountMinor: 5, date: '2019-01-01', description: 'x' };
    const bulk = { entries: [{ ...entry, categoryId: rent }] };
    assert.equal((await admin.post('/finance/entries/bulk', bulk)).status, 201);
    const body = await report('by-category', 'from=2019-01-01&to=2019-01-01');
    assert.deepEqual(rows(body), [['rent', 5, 0, 10_000]]);
  });
});
