/** Guarantees of the second opinion: asked only where the model abstains, within a budget, and never in the way. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { categoryId } from './categories.ts';
import { type Finance, startFinance } from './harness.ts';
import { anthropicSays, json, type OpinionServer, startOpinionServer } from './opinion-server.ts';

const dailyCalls = 6;

describe('a second opinion', () => {
  let server: OpinionServer;
  let finance: Finance;
  let admin: ApiClient;

  before(async () => {
    server = await startOpinionServer();
    finance = await startFinance({
      env: {
        CATEGORY_OPINION_PROVIDER: 'anthropic',
        CATEGORY_OPINION_URL: server.url,
        CATEGORY_OPINION_KEY: 'a-key',
        CATEGORY_OPINION_MODEL: 'a-model',
        CATEGORY_OPINION_DAILY_CALLS: String(dailyCalls),
      },
    });
    admin = finance.as('admin');
  });
  after(async () => {
    await finance?.stop();
    await server?.stop();
  });

  const post = async (description: string, type = 'debit'): Promise<string> => {
    const entry = { type, amountMinor: 18_000, date: '2026-11-20', description };
    return (await admin.post('/finance/entries', entry)).body.id;
  };
  const suggestionsOf = async (id: string) =>
    (await admin.get(`/finance/entries/${id}/suggestions`)).body;
  const isGiven = (id: string) =>
    eventually(async () => {
      const found = await suggestionsOf(id);
      assert.notEqual(found.secondOpinion, null);
      return found;
    });
  const questions = () =>
    finance.db.query<{ entry_id: string; state: string; error: string | null; is_due: boolean }>(
      'SELECT entry_id, state, error, due_at <= now() AS is_due FROM category_opinion',
    );

  it('decides where it agrees with one of the three suggestions', async () => {
    const id = await post('Fulano Krzywicki 4711 borracharia');
    const { suggestions } = await isGiven(id);
    const [, second] = suggestions;
    assert.deepEqual(
      server.asked.map(({ body }) => body.messages[0].content),
      ['… borracharia\nabout R$ 200'],
    );
    const [slug] = (
      await finance.db.query<{ slug: string }>('SELECT slug FROM category WHERE id = $1', [
        second.categoryId,
      ])
    ).map((row) => row.slug);
    server.behave(anthropicSays(slug ?? ''));
    const other = await post('Beltrano Krzywicki 4711 borracharia');
    const found = await isGiven(other);
    assert.equal(found.secondOpinion.categoryId, second.categoryId);
    assert.equal(found.category.by, 'model');
    assert.equal(found.category.categoryId, second.categoryId);
    await eventually(() =>
      assert.deepEqual(
        finance.categorised.map(({ subject }) => subject),
        [other],
      ),
    );
  });

  it('is only told where it does not agree', async () => {
    server.behave(anthropicSays('accounting'));
    const id = await post('Sicrano Krzywicki 4711 borracharia');
    const { category, secondOpinion, suggestions } = await isGiven(id);
    const ids = suggestions.map((one: { categoryId: string }) => one.categoryId);
    assert.ok(!ids.includes(categoryId('accounting')));
    assert.equal(category, null);
    assert.equal(secondOpinion.provider, 'anthropic');
    assert.equal(secondOpinion.categoryId, categoryId('accounting'));
  });

  it('is not asked where the model is sure, of money that came in, or where nothing may be told', async () => {
    const before = server.asked.length;
    const ids = [
      await post('Conta de luz Enel'),
      await post('Krzywicki borracharia', 'credit'),
      await post('Krzywicki'),
    ];
    for (const id of ids) {
      await eventually(async () => assert.equal((await suggestionsOf(id)).modelVersion, 1));
    }
    const wanted = new Set((await questions()).map((row) => row.entry_id));
    for (const id of ids) assert.equal(wanted.has(id), false);
    assert.equal(server.asked.length, before);
  });

  it('is asked again after a fault, and then no more than the day allows', async () => {
    server.behave(json({}, 500));
    const id = await post('Krzywicki borracharia 9');
    await eventually(async () => {
      const row = (await questions()).find((one) => one.entry_id === id);
      assert.match(row?.error ?? '', /answered 500/);
      assert.equal(row?.state, 'waiting');
    });
    server.behave(anthropicSays('none'));
    const due = 'UPDATE category_opinion SET due_at = now() WHERE entry_id = $1';
    await finance.db.query(due, [id]);
    assert.equal((await isGiven(id)).secondOpinion.categoryId, null);
    await isGiven(await post('Krzywicki borracharia 10'));
    assert.equal(server.asked.length, dailyCalls);
    const beyond = await post('Krzywicki borracharia 11');
    await eventually(async () => {
      const row = (await questions()).find((one) => one.entry_id === beyond);
      assert.equal(row?.state, 'waiting');
      assert.equal(row?.is_due, false);
    });
    assert.equal(server.asked.length, dailyCalls);
    assert.equal((await suggestionsOf(beyond)).suggestions.length, 3);
  });

  it('is forgotten where a person decides first', async () => {
    const id = await post('Krzywicki borracharia 12');
    await eventually(async () => {
      assert.ok((await questions()).some((row) => row.entry_id === id));
    });
    await admin.put(`/finance/entries/${id}/category`, { categoryId: categoryId('maintenance') });
    await eventually(async () => {
      assert.equal(
        (await questions()).some((row) => row.entry_id === id),
        false,
      );
    });
  });

  it('needs a key and a model', async () => {
    await assert.rejects(
      startFinance({ env: { CATEGORY_OPINION_PROVIDER: 'openai' } }),
      /CATEGORY_OPINION_KEY/,
    );
  });
});
