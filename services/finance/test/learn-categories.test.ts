/** Guarantees of learning: what people decide makes a new version, which looks again at what was left open. */
import assert from 'node:assert/strict';
import type { Queryable } from '@balcao/kit/db.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { isTrainingDue, readLessonMarks, storeVersion } from '../src/category-model-store.ts';
import { categoryId } from './categories.ts';
import { type Finance, startFinance } from './harness.ts';

const learningMs = 40_000;

describe('learning categories', () => {
  let finance: Finance;
  let admin: ApiClient;

  before(async () => {
    finance = await startFinance({ env: { CATEGORY_LEARN_MS: '0' } });
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  const post = async (description: string): Promise<string> => {
    const entry = { type: 'debit', amountMinor: 18_000, date: '2026-11-20', description };
    return (await admin.post('/finance/entries', entry)).body.id;
  };
  const suggestionsOf = async (id: string) =>
    (await admin.get(`/finance/entries/${id}/suggestions`)).body;
  const versions = async () => (await admin.get('/finance/category-models')).body.items;

  it('gives others like it the category that a person gave one, and says by which version', async () => {
    const ids = [
      await post('Zumbalero comercio 17'),
      await post('ZUMBALERO COMERCIO 20'),
      await post('zumbalero nf 3'),
    ];
    const [first, ...others] = ids;
    await eventually(async () => assert.equal((await suggestionsOf(ids[2] ?? '')).modelVersion, 1));
    for (const id of ids) assert.equal((await suggestionsOf(id)).category, null);
    await admin.put(`/finance/entries/${first}/category`, { categoryId: categoryId('insurance') });
    for (const id of others) {
      const category = await eventually(async () => {
        const found = (await suggestionsOf(id)).category;
        assert.notEqual(found, null);
        return found;
      }, learningMs);
      assert.equal(category.categoryId, categoryId('insurance'));
      assert.equal(category.by, 'model');
      assert.equal(category.modelVersion, 2);
    }
    await eventually(() =>
      assert.deepEqual(new Set(finance.categorised.map(({ subject }) => subject)), new Set(ids)),
    );
  });

  it('keeps each version with what it learned from and how good it is', async () => {
    const [second, first] = await versions();
    assert.deepEqual([second.version, first.version], [2, 1]);
    assert.deepEqual([second.taughtExamples, first.taughtExamples], [1, 0]);
    assert.equal(first.seedExamples, 2_250);
    assert.ok(second.accuracy > 0.8);
    const page = await admin.get('/finance/category-models?limit=1');
    const rest = await admin.get(`/finance/category-models?limit=1&cursor=${page.body.nextCursor}`);
    assert.deepEqual(rest.body, { items: [first], nextCursor: null });
    assert.equal((await admin.get('/finance/category-models?cursor=WyJ4Il0')).status, 422);
  });

  it('is taught by what people decide in any other way', async () => {
    const id = await post('quixotesco 9');
    await finance.db.query(
      "INSERT INTO entry_category (entry_id, category_id, decided_by, decided_at) VALUES ($1, $2, 'person', now())",
      [id, categoryId('rent')],
    );
    await eventually(async () => {
      const [newest] = await versions();
      assert.equal(newest.taughtExamples, 2);
    }, learningMs);
    const next = await post('quixotesco 10');
    await eventually(async () => {
      assert.equal((await suggestionsOf(next)).suggestions[0].categoryId, categoryId('rent'));
    });
  });
});

describe('versions of the model', () => {
  let finance: Finance;

  before(async () => {
    finance = await startFinance();
  });
  after(() => finance?.stop());

  const store = (version: number, marks: Awaited<ReturnType<typeof readLessonMarks>>) =>
    finance.db.transaction((tx) =>
      storeVersion(tx, {
        version,
        seedExamples: 1,
        taughtExamples: 1,
        accuracy: null,
        parameters: Buffer.from([version]),
        marks,
      }),
    );
  const teach = (db: Queryable, id: string) =>
    db.query('INSERT INTO category_lesson (entry_id, taught_at) VALUES ($1, clock_timestamp())', [
      id,
    ]);

  it('are stored once when two replicas trained, and what was taught meanwhile is learned next', async () => {
    const [a, b] = ['019ac0fe-0000-7000-8000-00000000000a', '019ac0fe-0000-7000-8000-00000000000b'];
    await teach(finance.db, a ?? '');
    await teach(finance.db, b ?? '');
    const marks = await readLessonMarks(finance.db);
    await finance.db.query(
      'UPDATE category_lesson SET taught_at = clock_timestamp() WHERE entry_id = $1',
      [b],
    );
    await Promise.all([store(1, marks), store(1, marks)]);
    assert.deepEqual(
      (await readLessonMarks(finance.db)).map((mark) => mark.entry_id),
      [b],
    );
    const rows = await finance.db.query('SELECT version FROM category_model');
    assert.deepEqual(rows, [{ version: 1 }]);
  });

  it('are due when something was taught and the newest is old enough', async () => {
    assert.equal(await isTrainingDue(finance.db, 0), true);
    assert.equal(await isTrainingDue(finance.db, 3_600_000), false);
  });

  it('keep their figures for good, and their parameters for ten versions', async () => {
    for (let version = 2; version <= 12; version += 1) await store(version, []);
    const rows = await finance.db.query<{ version: number; is_readable: boolean }>(
      'SELECT version, parameters IS NOT NULL AS is_readable FROM category_model ORDER BY version',
    );
    assert.deepEqual(
      rows.flatMap((row) => (row.is_readable ? [row.version] : [])),
      [3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.equal(rows.length, 12);
  });
});
