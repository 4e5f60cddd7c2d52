/** The SQL of inhibition: which rules inhibit which, and which alerts that concerns. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Inhibition } from './inhibition.ts';

/** A condition on `alert a`: whether an alert is open that inhibits it. */
export const isInhibited = `EXISTS (SELECT 1 FROM rule_inhibition i JOIN rule r ON r.id = i.rule_id
     JOIN alert s ON s.rule_id = i.by_rule_id AND s.resolved_at IS NULL
     WHERE i.rule_id = a.rule_id AND (r.inhibited_on = 'any-symbol' OR s.symbol = a.symbol))`;

/** Those of these rules that others inhibit, or of all; each with the others in the order in which they were named. */
export function listInhibitions(db: Queryable, ruleIds?: string[]): Promise<Inhibition[]> {
  return db.query<Inhibition>(
    `SELECT i.rule_id AS "ruleId", array_agg(i.by_rule_id ORDER BY i.position) AS by,
       r.inhibited_on AS on
     FROM rule_inhibition i JOIN rule r ON r.id = i.rule_id
     WHERE $1::uuid[] IS NULL OR i.rule_id = ANY($1) GROUP BY i.rule_id, r.inhibited_on`,
    [ruleIds ?? null],
  );
}

export interface OpenAlert {
  id: string;
  ruleId: string;
  symbol: string;
}

/** The open alerts of rules that inhibit or are inhibited. */
export function listOpenAlerts(db: Queryable): Promise<OpenAlert[]> {
  return db.query<OpenAlert>(
    `SELECT id, rule_id AS "ruleId", symbol FROM alert
     WHERE resolved_at IS NULL AND rule_id IN (
       SELECT rule_id FROM rule_inhibition UNION ALL SELECT by_rule_id FROM rule_inhibition)`,
  );
}

/** Alerts that are over and were inhibited to their end; one that was told is none. */
export function markInhibited(tx: Tx, ids: string[]): void {
  if (ids.length === 0) return;
  tx.send('UPDATE alert SET was_inhibited = true WHERE id = ANY($1::uuid[]) AND told_at IS NULL', [
    ids,
  ]);
}

/** Names the rules that inhibit one, in place of those that were named. */
export function saveInhibitors(tx: Tx, ruleId: string, by: string[]): void {
  tx.send('DELETE FROM rule_inhibition WHERE rule_id = $1', [ruleId]);
  if (by.length === 0) return;
  tx.send(
    `INSERT INTO rule_inhibition (rule_id, by_rule_id, position)
     SELECT $1, n.id, n.position FROM unnest($2::uuid[]) WITH ORDINALITY AS n (id, position)`,
    [ruleId, by],
  );
}

/** Those of these rules that there are: they stay until the transaction ends, in which nobody else names rules. */
export async function holdRules(tx: Tx, ids: string[]): Promise<string[]> {
  tx.send(`SELECT pg_advisory_xact_lock(hashtext('rule inhibitions'))`);
  const rows = await tx.query<{ id: string }>(
    'SELECT id FROM rule WHERE id = ANY($1::uuid[]) ORDER BY id FOR KEY SHARE',
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Whether one of `by` is inhibited by the rule, directly or by way of others. */
export async function isCircle(tx: Tx, ruleId: string, by: string[]): Promise<boolean> {
  const rows = await tx.query(
    `WITH RECURSIVE reached AS (
       SELECT unnest($2::uuid[]) AS id
       UNION
       SELECT i.by_rule_id FROM reached r JOIN rule_inhibition i ON i.rule_id = r.id)
     SELECT 1 FROM reached WHERE id = $1`,
    [ruleId, by],
  );
  return rows.length > 0;
}
