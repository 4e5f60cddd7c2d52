/** The SQL of suggestions and of the categories that entries have. */
import type { CategoryDecision } from '@balcao/contracts/api/categorisation.ts';
import type { EntryType, MoneyAccountCode } from '@balcao/contracts/api/finance.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { EntryText } from './categoriser/entry-text.ts';
import type { Suggestion } from './categoriser/suggest.ts';
import { kindOf } from './category-model-store.ts';

export interface ModelDecision {
  entryId: string;
  categoryId: string;
  confidence: number;
}

interface DecisionSource {
  modelVersion: number;
  decidedAt: Date;
}

/** Gives entries the category that the model is sure of, where nobody has decided; answers those that got it. */
export async function insertDecisions(
  tx: Tx,
  decisions: ModelDecision[],
  { modelVersion, decidedAt }: DecisionSource,
): Promise<Set<string>> {
  if (decisions.length === 0) return new Set();
  const rows = await tx.query<{ entry_id: string }>(
    `INSERT INTO entry_category (entry_id, category_id, decided_by, confidence, model_version, decided_at)
     SELECT d.entry_id, d.category_id, 'model', d.confidence, $4, $5
     FROM unnest($1::uuid[], $2::uuid[], $3::float8[]) AS d (entry_id, category_id, confidence)
     JOIN category c ON c.id = d.category_id AND NOT c.is_archived
     ORDER BY d.entry_id ON CONFLICT DO NOTHING RETURNING entry_id`,
    [
      decisions.map(({ entryId }) => entryId),
      decisions.map(({ categoryId }) => categoryId),
      decisions.map(({ confidence }) => confidence),
      modelVersion,
      decidedAt,
    ],
  );
  return new Set(rows.map((row) => row.entry_id));
}

export interface StoredSuggestions {
  entryId: string;
  suggestions: Suggestion[];
}

/** Stores what a version says of entries, in the place of what an older one said. */
export function storeSuggestions(tx: Tx, items: StoredSuggestions[], modelVersion: number): void {
  tx.send(
    `INSERT INTO category_suggestion AS s (entry_id, model_version, suggestions, is_open)
     SELECT i.entry_id, $3, i.suggestions,
       NOT EXISTS (SELECT FROM entry_category c WHERE c.entry_id = i.entry_id)
     FROM unnest($1::uuid[], $2::jsonb[]) AS i (entry_id, suggestions) ORDER BY i.entry_id
     ON CONFLICT (entry_id) DO UPDATE SET model_version = excluded.model_version,
       suggestions = excluded.suggestions, is_open = excluded.is_open, suggested_at = now()
     WHERE s.model_version <= excluded.model_version`,
    [
      items.map(({ entryId }) => entryId),
      items.map(({ suggestions }) => JSON.stringify(suggestions)),
      modelVersion,
    ],
  );
}

interface TextRow {
  id: string;
  kind: EntryType;
  description: string;
  amount: number;
}

const toText = ({ kind, description, amount }: TextRow): EntryText => ({
  kind: kindOf(kind),
  description,
  amountMinor: amount,
});

export interface FoundEntry {
  text: EntryText;
  /** Where its money is. */
  account: MoneyAccountCode;
  /** Of a reversal: the entry that it takes back, whose category it has. */
  reversesId: string | null;
}

/** Undefined where there is no such entry. */
export async function findEntryText(
  db: Queryable,
  entryId: string,
): Promise<FoundEntry | undefined> {
  const [row] = await db.query<TextRow & Pick<FoundEntry, 'account' | 'reversesId'>>(
    `SELECT t.id, t.kind, t.description, l.debit_minor + l.credit_minor AS amount, a.code AS account,
       t.reverses_id AS "reversesId"
     FROM journal_transaction t JOIN journal_line l ON l.transaction_id = t.id AND l.position = 0
     JOIN account a ON a.id = l.account_id
     WHERE t.id = $1 AND t.kind IN ('credit', 'debit')`,
    [entryId],
  );
  return row && { text: toText(row), account: row.account, reversesId: row.reversesId };
}

/** Entries on which nobody had decided when an older version looked at them; no other replica gets them meanwhile. */
export async function takeOpenEntries(
  tx: Tx,
  limit: number,
): Promise<(EntryText & { entryId: string })[]> {
  const rows = await tx.query<TextRow>(
    `SELECT t.id, t.kind, t.description, l.debit_minor + l.credit_minor AS amount
     FROM (SELECT entry_id FROM category_suggestion
           WHERE is_open AND model_version < (SELECT max(version) FROM category_model)
           ORDER BY model_version LIMIT $1 FOR UPDATE SKIP LOCKED) s
     JOIN journal_transaction t ON t.id = s.entry_id
     JOIN journal_line l ON l.transaction_id = t.id AND l.position = 0`,
    [limit],
  );
  return rows.map((row) => ({ entryId: row.id, ...toText(row) }));
}

/** How many of them wait for the newest version. */
export async function countOpenEntries(db: Queryable): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `SELECT count(*) AS n FROM category_suggestion
     WHERE is_open AND model_version < (SELECT max(version) FROM category_model)`,
  );
  return row?.n ?? 0;
}

/** Undefined before the model has looked at the entry. */
export async function readSuggestions(
  db: Queryable,
  entryId: string,
): Promise<{ modelVersion: number; suggestions: Suggestion[] } | undefined> {
  const [row] = await db.query<{ model_version: number; suggestions: Suggestion[] }>(
    'SELECT model_version, suggestions FROM category_suggestion WHERE entry_id = $1',
    [entryId],
  );
  return row && { modelVersion: row.model_version, suggestions: row.suggestions };
}

interface CategoryRow {
  entry_id: string;
  category_id: string;
  decided_by: CategoryDecision['by'];
  confidence: number | null;
  model_version: number | null;
  decided_at: string;
}

const toDecision = (row: CategoryRow): CategoryDecision => ({
  entryId: row.entry_id,
  categoryId: row.category_id,
  by: row.decided_by,
  confidence: row.confidence,
  modelVersion: row.model_version,
  decidedAt: row.decided_at,
});

export async function readDecision(
  db: Queryable,
  entryId: string,
): Promise<CategoryDecision | null> {
  const [row] = await db.query<CategoryRow>('SELECT * FROM entry_category WHERE entry_id = $1', [
    entryId,
  ]);
  return row === undefined ? null : toDecision(row);
}

/** A person's decision; null where the same was decided by a person before. */
export async function storeCorrection(
  tx: Tx,
  { entryId, categoryId, decidedAt }: { entryId: string; categoryId: string; decidedAt: Date },
): Promise<CategoryDecision | null> {
  const [row] = await tx.query<CategoryRow>(
    `INSERT INTO entry_category AS c (entry_id, category_id, decided_by, decided_at)
     VALUES ($1, $2, 'person', $3)
     ON CONFLICT (entry_id) DO UPDATE SET category_id = excluded.category_id, decided_by = 'person',
       confidence = NULL, model_version = NULL, decided_at = excluded.decided_at
     WHERE (c.category_id, c.decided_by) IS DISTINCT FROM (excluded.category_id, 'person')
     RETURNING *`,
    [entryId, categoryId, decidedAt],
  );
  return row === undefined ? null : toDecision(row);
}
