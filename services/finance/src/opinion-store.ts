/** The SQL of second opinions: which are wanted, what was said, and how many calls the day has left. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** Wants an opinion on entries, each once. */
export function wantOpinions(tx: Tx, entryIds: string[]): void {
  if (entryIds.length === 0) return;
  tx.send(
    `INSERT INTO category_opinion (entry_id)
     SELECT id FROM unnest($1::uuid[]) AS wanted (id) ORDER BY id ON CONFLICT DO NOTHING`,
    [entryIds],
  );
}

export interface TakenQuestion {
  entryId: string;
  description: string;
  amountMinor: number;
  attempts: number;
}

interface TakenRow {
  entry_id: string;
  description: string;
  amount: number;
  attempts: number;
}

/** Takes what is due and still undecided for `leaseMs`: afterwards another replica may ask. */
export async function takeQuestions(
  db: Queryable,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<TakenQuestion[]> {
  const rows = await db.query<TakenRow>(
    `WITH due AS MATERIALIZED (
       SELECT entry_id FROM category_opinion o WHERE state = 'waiting' AND due_at <= now()
         AND NOT EXISTS (SELECT FROM entry_category c WHERE c.entry_id = o.entry_id)
       ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE category_opinion o
     SET due_at = now() + make_interval(secs => $2::float8 / 1000), attempts = o.attempts + 1
     FROM due, journal_transaction t, journal_line l
     WHERE o.entry_id = due.entry_id AND t.id = o.entry_id AND l.transaction_id = t.id AND l.position = 0
     RETURNING o.entry_id, o.attempts, t.description, l.debit_minor + l.credit_minor AS amount`,
    [limit, leaseMs],
  );
  return rows.map(({ entry_id: entryId, amount: amountMinor, ...row }) => ({
    entryId,
    amountMinor,
    ...row,
  }));
}

/** False where the day's calls are used up. */
export async function spendCall(db: Queryable, dailyCalls: number): Promise<boolean> {
  if (dailyCalls === 0) return false;
  const rows = await db.query(
    `INSERT INTO category_opinion_budget AS b (day, calls) VALUES ((now() AT TIME ZONE 'UTC')::date, 1)
     ON CONFLICT (day) DO UPDATE SET calls = b.calls + 1 WHERE b.calls < $1 RETURNING calls`,
    [dailyCalls],
  );
  return rows.length > 0;
}

/** What was said; no category where the language model does not know. */
export async function storeOpinion(
  tx: Tx,
  opinion: { entryId: string; provider: string; categoryId: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE category_opinion SET state = 'given', provider = $2, category_id = $3, given_at = now(), error = NULL
     WHERE entry_id = $1`,
    [opinion.entryId, opinion.provider, opinion.categoryId],
  );
}

/** Puts a question off by `delayMs`; null: it is asked no more. */
export async function putOffQuestion(
  db: Queryable,
  entryId: string,
  { error, delayMs }: { error: string; delayMs: number | null },
): Promise<void> {
  await db.query(
    `UPDATE category_opinion SET error = $2, state = CASE WHEN $3::float8 IS NULL THEN 'failed' ELSE state END,
       due_at = now() + make_interval(secs => coalesce($3::float8, 0) / 1000)
     WHERE entry_id = $1 AND state = 'waiting'`,
    [entryId, error, delayMs],
  );
}

/** Gives a question back unasked: due at once where the service stops, on the next day (UTC) where the budget is used up. */
export async function returnQuestion(
  db: Queryable,
  entryId: string,
  until: 'now' | 'tomorrow',
): Promise<void> {
  await db.query(
    `UPDATE category_opinion SET attempts = attempts - 1,
       due_at = CASE WHEN $2 THEN now()
         ELSE (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' END
     WHERE entry_id = $1 AND state = 'waiting'`,
    [entryId, until === 'now'],
  );
}

/** Forgets questions whose answer nobody needs any more. */
export async function dropDecided(db: Queryable): Promise<void> {
  await db.query(
    `DELETE FROM category_opinion o USING entry_category c
     WHERE o.state = 'waiting' AND c.entry_id = o.entry_id`,
  );
}

export interface StoredOpinion {
  provider: string;
  categoryId: string | null;
  givenAt: string;
}

/** Null where none was given. */
export async function readOpinion(db: Queryable, entryId: string): Promise<StoredOpinion | null> {
  const [row] = await db.query<StoredOpinion>(
    `SELECT provider, category_id AS "categoryId", given_at AS "givenAt" FROM category_opinion
     WHERE entry_id = $1 AND state = 'given'`,
    [entryId],
  );
  return row ?? null;
}

/** What an expense can be for. */
export async function readChoices(
  db: Queryable,
): Promise<{ id: string; slug: string; name: string }[]> {
  return await db.query(
    `SELECT id, slug, name_en AS name FROM category
     WHERE kind = 'expense' AND NOT is_archived ORDER BY slug`,
  );
}
