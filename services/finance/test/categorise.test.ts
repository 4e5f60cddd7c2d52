/** Guarantees of categories: entries give them to themselves where the model is sure, and a person's word stands. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { categoryId } from './categories.ts';
import { envelope, type Finance, startFinance } from './harness.ts';

const entryOf = (description: string, type = 'debit') => ({
  type,
  amountMinor: 35_000,
  date: '2026-11-20',
  description,
});

describe('categories of entries', () => {
  let finance: Finance;
  let admin: ApiClient;

  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  const post = async (description: string, type?: string): Promise<string> => {
    const { status, body } = await admin.post('/finance/entries', entryOf(description, type));
    assert.equal(status, 201);
    return body.id;
  };
  const suggestionsOf = async (id: string) =>
    (await admin.get(`/finance/entries/${id}/suggestions`)).body;
  const put = (id: string, slug: Parameters<typeof categoryId>[0]) =>
    admin.put(`/finance/entries/${id}/category`, { categoryId: categoryId(slug) });
  const toldOf = (id: string) =>
    finance.categorised.flatMap(({ subject, data }) => (subject === id ? [data] : []));
  const isLookedAt = (id: string) =>
    eventually(async () => {
      const rows = await finance.db.query('SELECT FROM category_suggestion WHERE entry_id = $1', [
        id,
      ]);
      assert.equal(rows.length, 1);
    });

  it('gives an entry its category, with confidence, version and the words that decided', async () => {
    const id = await post('Conta de luz Enel outubro');
    await eventually(() => assert.equal(toldOf(id).length, 1));
    const { category, suggestions, modelVersion } = await suggestionsOf(id);
    assert.equal(modelVersion, 1);
    assert.equal(category.categoryId, categoryId('energy'));
    assert.equal(category.by, 'model');
    assert.ok(category.confidence >= 0.75 && category.confidence <= 1);
    assert.equal(suggestions.length, 3);
    assert.equal(suggestions[0].confidence, category.confidence);
    const words = suggestions[0].reasons.map(({ word }: { word: string }) => word);
    assert.ok(words.includes('luz') && words.includes('Enel'), words.join());
    const { confidence } = category;
    const facts = { entryId: id, categoryId: categoryId('energy'), by: 'model', confidence };
    assert.deepEqual(toldOf(id), [{ ...facts, modelVersion: 1 }]);
  });

  it('takes money that came in for an income', async () => {
    const id = await post('frigorifico boi gordo', 'credit');
    await isLookedAt(id);
    const { suggestions } = await suggestionsOf(id);
    const { body } = await admin.get('/finance/categories?limit=200');
    const incomes = new Set(
      body.items.flatMap((one: { id: string; kind: string }) =>
        one.kind === 'income' ? one.id : [],
      ),
    );
    assert.equal(suggestions.length, 3);
    assert.ok(suggestions.every((one: { categoryId: string }) => incomes.has(one.categoryId)));
  });

  it('abstains where it is not sure: three suggestions, no category, nothing told', async () => {
    const id = await post('xyzzy 4711');
    await isLookedAt(id);
    const { category, suggestions } = await suggestionsOf(id);
    assert.equal(category, null);
    assert.equal(suggestions.length, 3);
    assert.deepEqual(toldOf(id), []);
  });

  it('takes the word of a person, tells it once, and never overrides it', async () => {
    const id = await post('Conta de luz Enel novembro');
    await eventually(() => assert.equal(toldOf(id).length, 1));
    const { status, body } = await put(id, 'maintenance');
    assert.equal(status, 200);
    assert.equal(body.by, 'person');
    assert.equal(body.confidence, null);
    assert.deepEqual((await put(id, 'maintenance')).body, body);
    const repeat = { entryId: id, account: 'cash', categoryId: null, source: 'manual' } as const;
    await finance.publish(
      envelope('entry.created', id, { ...entryOf('Conta de luz'), ...repeat, type: 'debit' }),
    );
    assert.deepEqual((await suggestionsOf(id)).category, body);
    await eventually(() => assert.equal(toldOf(id).length, 2));
    const told = { entryId: id, categoryId: categoryId('maintenance'), by: 'person' };
    assert.deepEqual(toldOf(id)[1], { ...told, confidence: null, modelVersion: null });
  });

  it('lets a person be first', async () => {
    const id = newId();
    await finance.db.query(
      "INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at) VALUES ($1, $2, 'person', now())",
      [id, categoryId('marketing')],
    );
    await admin.post('/finance/entries', { ...entryOf('Conta de luz Enel'), id });
    await isLookedAt(id);
    assert.equal((await suggestionsOf(id)).category.categoryId, categoryId('marketing'));
    assert.deepEqual(toldOf(id), []);
  });

  it('refuses what cannot be', async () => {
    const id = await post('Conta de agua');
    assert.equal((await put(newId(), 'water')).body.code, 'not_found');
    assert.equal((await put(id, 'sales')).body.code, 'does_not_fit');
    const path = `/finance/entries/${id}/category`;
    const unknown = await admin.put(path, { categoryId: newId() });
    assert.equal(unknown.body.code, 'unknown_category');
    assert.equal((await admin.put(path, { categoryId: null })).status, 422);
    assert.equal((await admin.get(`/finance/entries/${newId()}/suggestions`)).status, 404);
    const seller = finance.as('seller');
    assert.equal((await seller.put(path, { categoryId: categoryId('water') })).status, 403);
    assert.equal((await seller.get(`/finance/entries/${id}/suggestions`)).status, 403);
  });

  it('leaves a reversal the category of what it takes back', async () => {
    const id = await post('Conta de luz Enel janeiro');
    await eventually(() => assert.equal(toldOf(id).length, 1));
    const { status, body } = await admin.post(`/finance/entries/${id}/reverse`, {});
    assert.equal(status, 201);
    assert.equal((await put(body.id, 'energy')).body.code, 'conflict');
    assert.deepEqual((await suggestionsOf(body.id)).category, (await suggestionsOf(id)).category);
  });

  it('suggests for an entry from before there was a model', async () => {
    const id = await post('Conta de luz Enel');
    await isLookedAt(id);
    await finance.db.query('DELETE FROM category_suggestion WHERE entry_id = $1', [id]);
    const { suggestions } = await suggestionsOf(id);
    assert.equal(suggestions[0].categoryId, categoryId('energy'));
  });
});
