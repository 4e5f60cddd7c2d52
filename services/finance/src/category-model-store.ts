/** The SQL of the categoriser's model: its versions, what people have taught, and whether it should learn. */
import type { CategoryModel } from '@balcao/contracts/api/categorisation.ts';
import type { CategoryKind } from '@balcao/contracts/api/entry-categories.ts';
import type { EntryType } from '@balcao/contracts/api/finance.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Training, TrainingTask } from './categoriser/train-in-worker.ts';

/** Money that came in is an income, money that went out an expense. */
export const kindOf = (type: EntryType): CategoryKind => (type === 'credit' ? 'income' : 'expense');

/** More decisions than these teach nothing new; the latest count. */
const maxLessons = 10_000;
/** How many versions can still be read; of all others their figures are kept. */
const readableVersions = 10;

/** Null before the first. */
export async function readNewestVersion(db: Queryable): Promise<number | null> {
  const [row] = await db.query<{ version: number | null }>(
    'SELECT max(version) AS version FROM category_model',
  );
  return row?.version ?? null;
}

/** Undefined where there is no such version, or it cannot be read any more. */
export async function readParameters(db: Queryable, version: number): Promise<Buffer | undefined> {
  const [row] = await db.query<{ parameters: Buffer }>(
    'SELECT parameters FROM category_model WHERE version = $1 AND parameters IS NOT NULL',
    [version],
  );
  return row?.parameters;
}

/** Whether people have decided anything since the newest version began to learn, and that one is old enough. */
export async function isTrainingDue(db: Queryable, minAgeMs: number): Promise<boolean> {
  const [row] = await db.query<{ is_due: boolean }>(
    `SELECT EXISTS (SELECT FROM category_lesson) AND NOT EXISTS (
       SELECT FROM category_model WHERE trained_at > now() - make_interval(secs => $1::float8 / 1000)
     ) AS is_due`,
    [minAgeMs],
  );
  return row?.is_due === true;
}

/** What was taught of an entry, and when: taught again in the meantime, it is to be learned again. */
export interface LessonMark {
  entry_id: string;
  taught_at: string;
}

export async function readLessonMarks(db: Queryable): Promise<LessonMark[]> {
  return await db.query<LessonMark>('SELECT entry_id, taught_at::text FROM category_lesson');
}

export async function readTrainingTask(db: Queryable): Promise<TrainingTask> {
  const [categories, lessons] = await Promise.all([
    db.query<TrainingTask['categories'][number]>(
      'SELECT id, slug, kind FROM category WHERE NOT is_archived ORDER BY id',
    ),
    db.query<{ type: EntryType; amount: number; description: string; category_id: string }>(
      `SELECT t.kind AS type, l.debit_minor + l.credit_minor AS amount, t.description, c.category_id
       FROM entry_category c
       JOIN journal_transaction t ON t.id = c.entry_id AND t.kind IN ('credit', 'debit')
       JOIN journal_line l ON l.transaction_id = t.id AND l.position = 0
       WHERE c.decided_by = 'person' ORDER BY c.decided_at DESC, c.entry_id LIMIT $1`,
      [maxLessons],
    ),
  ]);
  return {
    categories,
    lessons: lessons.map(({ type, amount, description, category_id: categoryId }) => ({
      kind: kindOf(type),
      amountMinor: amount,
      description,
      categoryId,
    })),
  };
}

export interface NewVersion extends Training {
  version: number;
  taughtExamples: number;
  /** What it has learned, and what therefore waits no longer. */
  marks: LessonMark[];
}

/** Stores a version, unless another replica was first. */
export async function storeVersion(tx: Tx, model: NewVersion): Promise<void> {
  const stored = await tx.query(
    `INSERT INTO category_model (version, seed_examples, taught_examples, accuracy, parameters)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING version`,
    [model.version, model.seedExamples, model.taughtExamples, model.accuracy, model.parameters],
  );
  if (stored.length === 0) return;
  tx.send(
    `DELETE FROM category_lesson l USING unnest($1::uuid[], $2::timestamptz[]) AS m (entry_id, taught_at)
     WHERE l.entry_id = m.entry_id AND l.taught_at = m.taught_at`,
    [model.marks.map((mark) => mark.entry_id), model.marks.map((mark) => mark.taught_at)],
  );
  tx.send(
    'UPDATE category_model SET parameters = NULL WHERE version <= $1 AND parameters IS NOT NULL',
    [model.version - readableVersions],
  );
}

interface ModelRow {
  version: number;
  trained_at: string;
  seed_examples: number;
  taught_examples: number;
  accuracy: number | null;
}

/** The newest first: one row more than the limit where there are more. */
export async function listVersions(
  db: Queryable,
  { limit, before }: { limit: number; before: number | null },
): Promise<CategoryModel[]> {
  const rows = await db.query<ModelRow>(
    `SELECT version, trained_at, seed_examples, taught_examples, accuracy FROM category_model
     WHERE version < coalesce($1::integer, 2147483647) ORDER BY version DESC LIMIT $2`,
    [before, limit + 1],
  );
  return rows.map((row) => ({
    version: row.version,
    trainedAt: row.trained_at,
    seedExamples: row.seed_examples,
    taughtExamples: row.taught_examples,
    accuracy: row.accuracy,
  }));
}
