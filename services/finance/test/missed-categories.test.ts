/** Guarantee: an entry ends on the account of its category, also where a version decides that tells nobody of it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { readMisplaced } from '../src/counter-account-store.ts';
import { missedCategoriesJob } from '../src/follow-missed-categories.ts';
import { categoryId, decideSilently } from './categories.ts';
import { type Finance, startWithoutGuesses, tamper } from './harness.ts';

describe('a category of which nobody is told', () => {
  let finance: Finance;
  before(async () => {
    finance = await startWithoutGuesses();
  });
  after(() => finance?.stop());

  type Slug = Parameters<typeof categoryId>[0];

  const enter = async (): Promise<string> => {
    const wish = { type: 'debit', amountMinor: 700, date: '2025-03-05', description: 'x' };
    const { status, body } = await finance.as('admin').post('/finance/entries', wish);
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  /** As a version before counter-accounts writes it: no event. */
  const decide = (entryId: string, slug: Slug) =>
    decideSilently(finance.db, { entryId, category: categoryId(slug) });
  const letTimePass = () =>
    finance.db.query("UPDATE category_to_follow SET noted_at = noted_at - interval '1 hour'");
  const movesOf = async (id: string): Promise<number> =>
    (await finance.db.query('SELECT FROM journal_transaction WHERE entry_id = $1', [id])).length;
  const isMoved = (id: string, times: number) =>
    eventually(async () => {
      assert.equal(await movesOf(id), times);
      assert.deepEqual(await readMisplaced(finance.db, [id]), []);
      assert.deepEqual(await finance.db.query('SELECT FROM category_to_follow'), []);
    }, 30_000);

  it('is followed after a while, there and back, by the service itself', async () => {
    const id = await enter();
    await decide(id, 'suppliers-meat');
    assert.equal((await readMisplaced(finance.db, [id])).length, 1);
    await letTimePass();
    await isMoved(id, 1);
    await decide(id, 'rent');
    await letTimePass();
    await isMoved(id, 2);
    const { body } = await finance.as('admin').get('/finance/ledger/verify');
    assert.equal(body.isConsistent, true);
  }).timeout(90_000);

  it('is followed once by many replicas at the same time, more entries than a batch has', async () => {
    const ids = Array.from({ length: 600 }, () => newId());
    const entries = ids.map((id) => ({
      id,
      ...{ type: 'debit', amountMinor: 5, date: '2025-04-05', description: 'x' },
    }));
    const { status, body } = await finance.as('admin').post('/finance/entries/bulk', { entries });
    assert.ok(status < 300, JSON.stringify(body));
    await finance.db.transaction(async (tx) => {
      for (const id of ids)
        tx.send(
          "INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at) VALUES ($1, $2, 'person', now())",
          [id, categoryId('withdrawal')],
        );
      tx.send("UPDATE category_to_follow SET noted_at = noted_at - interval '1 hour'", []);
    });
    const replicas = Array.from({ length: 4 }, () =>
      missedCategoriesJob({ db: finance.db, onPosted: () => undefined }),
    );
    await eventually(async () => {
      await Promise.allSettled(replicas.map(({ run }) => run()));
      assert.deepEqual(await readMisplaced(finance.db, ids), []);
    }, 30_000);
    const [moved] = await finance.db.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM journal_transaction WHERE entry_id = ANY($1)',
      [ids],
    );
    assert.equal(moved?.n, ids.length);
  }).timeout(60_000);

  it('is given time to be told by its event: until then nothing is looked at', async () => {
    const id = await enter();
    await decide(id, 'suppliers-meat');
    await missedCategoriesJob({ db: finance.db, onPosted: () => undefined }).run();
    assert.equal(await movesOf(id), 0);
    await finance.as('admin').post(`/finance/entries/${id}/reverse`, { date: '2025-05-05' });
    await letTimePass();
    await isMoved(id, 2);
  }).timeout(60_000);

  it('is noted by the migration that brings the notes, where it was given since 0015', async () => {
    const file = new URL('../migrations/0017_categories_to_follow.sql', import.meta.url);
    const [, backfill = ''] = readFileSync(file, 'utf8').split(
      'locked out whoever would decide meanwhile.',
    );
    const [before, since] = [await enter(), await enter()];
    const give = (id: string, at: string) =>
      `INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at)
       VALUES ('${id}', '${categoryId('suppliers-meat')}', 'person', ${at})`;
    await tamper(
      finance.db,
      give(before, "'2020-01-01'"),
      give(since, "now() + interval '1 second'"),
    );
    assert.deepEqual(await finance.db.query('SELECT FROM category_to_follow'), []);
    await finance.db.query(backfill);
    const noted = await finance.db.query<{ entry_id: string }>(
      'SELECT entry_id FROM category_to_follow',
    );
    assert.ok(noted.some(({ entry_id: id }) => id === since));
    assert.ok(!noted.some(({ entry_id: id }) => id === before), 'it stays as it was posted');
  });
});
