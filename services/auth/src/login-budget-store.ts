/** Budgets of failed logins in the database, each row locked in the order of keys. */
import type { Database, Queryable, Tx } from '@balcao/kit/db.ts';
import type { Problem } from '@balcao/kit/problem.ts';
import { tooManyAttempts } from '@balcao/kit/rate-limit.ts';
import type { Budget, BudgetKind } from './login-budget.ts';

/** A budget that has just been used up. */
export interface UsedUp {
  kind: BudgetKind;
  failures: number;
}

const keysOf = (budgets: Budget[]) => budgets.map(({ key }) => key);

/** Holds a place in each budget while an attempt is checked. Throws `rate_limited` where there is none. */
export async function claimAttempt(
  db: Database,
  budgets: Budget[],
  windowSeconds: number,
): Promise<void> {
  // A place that a power failure takes back was held for an attempt that ended with it.
  const options = { isRepeatable: true };
  await db.transaction(async (tx) => {
    const claimed = await tx.query(
      `INSERT INTO login_budget AS b (key, allowed, pending, ends_at)
       SELECT w.key, w.allowed, 1, now() + make_interval(secs => $3)
       FROM unnest($1::bytea[], $2::int[]) AS w (key, allowed) ORDER BY w.key
       ON CONFLICT (key) DO UPDATE SET allowed = excluded.allowed,
         failures = CASE WHEN b.ends_at <= now() THEN 0 ELSE b.failures END,
         pending = CASE WHEN b.ends_at <= now() THEN 1 ELSE b.pending + 1 END,
         ends_at = CASE WHEN b.ends_at <= now() THEN excluded.ends_at ELSE b.ends_at END
       WHERE b.ends_at <= now() OR b.failures + b.pending < excluded.allowed
       RETURNING b.key`,
      [keysOf(budgets), budgets.map(({ allowed }) => allowed), windowSeconds],
    );
    if (claimed.length < budgets.length) throw await tooMany(tx, budgets);
  }, options);
}

/** Places that others only hold for the moment are free again in a second, unless those fail. */
async function tooMany(tx: Tx, budgets: Budget[]): Promise<Problem> {
  const [row] = await tx.query<{ seconds: number }>(
    `SELECT coalesce(ceil(extract(epoch FROM max(b.ends_at) - now())), 1)::int AS seconds
     FROM login_budget b JOIN unnest($1::bytea[], $2::int[]) AS w (key, allowed) USING (key)
     WHERE b.failures >= w.allowed AND b.ends_at > now()`,
    [keysOf(budgets), budgets.map(({ allowed }) => allowed)],
  );
  return tooManyAttempts(Math.max(row?.seconds ?? 1, 1));
}

/** Turns a held place into a failure; resolves to the budgets that it has used up. */
export async function countFailure(tx: Tx, budgets: Budget[]): Promise<UsedUp[]> {
  const rows = await tx.query<{ key: Buffer; failures: number; allowed: number }>(
    `UPDATE login_budget b SET failures = b.failures + 1, pending = greatest(b.pending - 1, 0)
     FROM (SELECT key FROM login_budget WHERE key = ANY ($1) ORDER BY key FOR UPDATE) held
     WHERE b.key = held.key RETURNING b.key, b.failures, b.allowed`,
    [keysOf(budgets)],
  );
  return budgets.flatMap(({ kind, key, allowed }) => {
    const failures = rows.find((row) => row.key.equals(key))?.failures;
    return failures === allowed ? [{ kind, failures }] : [];
  });
}

/** Gives the held places back; after a success the own failures are forgotten, the network's are not. */
export function releaseAttempt(tx: Tx, budgets: Budget[], { isRight }: { isRight: boolean }): void {
  tx.send(
    `UPDATE login_budget b SET pending = greatest(b.pending - 1, 0),
       failures = CASE WHEN held.is_forgiven THEN 0 ELSE b.failures END
     FROM (SELECT l.key, w.is_forgiven FROM login_budget l
           JOIN unnest($1::bytea[], $2::bool[]) AS w (key, is_forgiven) USING (key)
           ORDER BY l.key FOR UPDATE OF l) held
     WHERE b.key = held.key`,
    [keysOf(budgets), budgets.map(({ kind }) => isRight && kind !== 'network')],
  );
}

/** Removes budgets whose window has ended; an hour later none of their attempts is still being checked. */
export async function forgetBudgets(db: Queryable): Promise<void> {
  await db.query(`DELETE FROM login_budget WHERE ends_at < now() - interval '1 hour'`);
}
