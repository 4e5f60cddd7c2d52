/** Guarantees of categories: entries get only those that are there and fit, and a reversal follows its entry. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Finance, startFinance } from './harness.ts';

const rent = '01930000-0000-7000-8001-000000000006';
const water = '01930000-0000-7000-8001-000000000008';
const sales = '01930000-0000-7000-8001-000000000001';
const debit = { type: 'debit', amountMinor: 250_000, date: '2026-11-05', description: 'Aluguel' };

describe('categories of entries', () => {
  let finance: Finance;
  let admin: ApiClient;
  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  it('has the categories of a butcher with the same ids everywhere, listed page by page', async () => {
    const slugs: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await admin.get(`/finance/categories?limit=10${cursor}`);
      slugs.push(...body.items.map(({ slug }: { slug: string }) => slug));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    assert.equal(slugs.length, 29);
    assert.deepEqual(slugs, [...slugs].sort());
    const { body } = await admin.get('/finance/categories?limit=200');
    assert.deepEqual(
      body.items.find(({ id }: { id: string }) => id === rent),
      {
        id: rent,
        slug: 'rent',
        name: { pt: 'Aluguel', en: 'Rent' },
        kind: 'expense',
        counterAccount: null,
        isArchived: false,
      },
    );
  });

  it('adds one, renames it, archives it; its slug and id are taken then', async () => {
    const wish = { slug: 'ice', name: { pt: 'Gelo', en: 'Ice' }, kind: 'expense' };
    const made = await admin.post('/finance/categories', wish);
    assert.equal(made.status, 201);
    const { id } = made.body;
    assert.equal((await admin.post('/finance/categories', wish)).body.code, 'already_exists');
    const update = { name: { pt: 'Gelo seco', en: 'Dry ice' }, isArchived: true };
    const changed = await admin.put(`/finance/categories/${id}`, update);
    assert.deepEqual(changed.body, { id, ...wish, counterAccount: null, ...update });
    const refused = await admin.post('/finance/entries', { ...debit, categoryId: id });
    assert.equal(refused.body.code, 'does_not_fit');
    assert.equal((await admin.put(`/finance/categories/${newId()}`, update)).status, 404);
    const bad = { ...wish, slug: 'Ice cream' };
    assert.equal((await admin.post('/finance/categories', bad)).body.code, 'validation_failed');
  });

  it('gives an entry its category, and refuses one that is not there or of the other kind', async () => {
    const made = await admin.post('/finance/entries', { ...debit, categoryId: rent });
    assert.equal(made.body.categoryId, rent);
    const [row] = await finance.db.query(
      'SELECT category_id, decided_by, confidence, model_version FROM entry_category WHERE entry_id = $1',
      [made.body.id],
    );
    assert.deepEqual(row, {
      category_id: rent,
      decided_by: 'person',
      confidence: null,
      model_version: null,
    });
    const refusal = async (categoryId: string) => {
      const { status, body } = await admin.post('/finance/entries', { ...debit, categoryId });
      assert.equal(status, 422);
      return [body.code, body.errors[0].path];
    };
    assert.deepEqual(await refusal(newId()), ['unknown_category', 'categoryId']);
    assert.deepEqual(await refusal(sales), ['does_not_fit', 'categoryId']);
  });

  it('refuses only the faulty entries of requests that share a transaction', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        admin.post('/finance/entries', { ...debit, categoryId: n % 3 === 0 ? sales : rent }),
      ),
    );
    answers.forEach(({ status }, n) => {
      assert.equal(status, n % 3 === 0 ? 422 : 201);
    });
  });

  it('lists the entries of a category, and those of which nobody knows what they are for', async () => {
    const date = '2026-10-07';
    const enter = async (categoryId: string | null) => {
      const wish = { ...debit, date, categoryId, description: `Qwzx ${newId()}` };
      return (await admin.post('/finance/entries', wish)).body.id;
    };
    const known = await enter(rent);
    const unknown = await enter(null);
    const { body: reversal } = await admin.post(`/finance/entries/${known}/reverse`, { date });
    const list = async (filter: string) => {
      const { body } = await admin.get(`/finance/entries?from=${date}&to=${date}&${filter}`);
      return body.items.map(({ id }: { id: string }) => id).sort();
    };
    assert.deepEqual(await list(`categoryId=${rent}`), [known, reversal.id].sort());
    assert.deepEqual(await list('hasCategory=true'), [known, reversal.id].sort());
    assert.deepEqual(await list('hasCategory=false'), [unknown]);
    assert.equal((await admin.get('/finance/entries?hasCategory=yes')).status, 422);
  });

  it('shows a reversal in the category of its entry, also when that is corrected later', async () => {
    const { body: made } = await admin.post('/finance/entries', { ...debit, categoryId: rent });
    const { body: reversal } = await admin.post(`/finance/entries/${made.id}/reverse`, {});
    assert.equal(reversal.categoryId, rent);
    await finance.db.query('UPDATE entry_category SET category_id = $2 WHERE entry_id = $1', [
      made.id,
      water,
    ]);
    const { body: read } = await admin.get(`/finance/entries/${reversal.id}`);
    assert.deepEqual(read, { ...reversal, categoryId: water });
  });

  it('is for admins only', async () => {
    assert.equal((await finance.as('seller').get('/finance/categories')).status, 403);
    assert.equal((await finance.as('stockist').post('/finance/categories', {})).status, 403);
  });
});
