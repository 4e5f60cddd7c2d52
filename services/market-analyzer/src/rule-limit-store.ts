/** The SQL of what rules may take up: how many are active, and how many quotes their windows hold. */
import type { RuleCondition } from '@balcao/contracts/api/market-rules.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';

/** How many rules are active beside `id`. Until the transaction ends nobody else makes one active. */
export async function countOtherActive(tx: Tx, id: string): Promise<number> {
  tx.send(`SELECT pg_advisory_xact_lock(hashtext('active rules'))`);
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*) AS count FROM rule WHERE is_active AND id <> $1',
    [id],
  );
  return row?.count ?? 0;
}

/** How many stored quotes the windows of a rule would hold now, over its symbols; counts no further than `limit`. */
export async function countWindowQuotes(
  db: Queryable,
  { symbols, condition }: { symbols: string[]; condition: RuleCondition },
  limit: number,
): Promise<number> {
  if (!('windowSeconds' in condition)) return 0;
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT FROM unnest($1::text[]) AS s (symbol)
       CROSS JOIN LATERAL (
         SELECT FROM quote q WHERE q.symbol = s.symbol COLLATE "C" AND q.at >= (
           SELECT l.at FROM quote l WHERE l.symbol = s.symbol COLLATE "C" ORDER BY l.at DESC LIMIT 1
         ) - make_interval(secs => $2)) AS held
       LIMIT $3) AS counted`,
    [symbols, condition.windowSeconds, limit],
  );
  return row?.count ?? 0;
}
