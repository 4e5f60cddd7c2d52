/** The SQL of alerts. */
import type { Alert, AlertListQuery, AlertState } from '@balcao/contracts/api/market-alerts.ts';
import type { Labels } from '@balcao/contracts/api/market-rules.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { isInhibited } from './inhibition-store.ts';
import { isSilenced } from './silence-store.ts';

export interface StoredAlert {
  id: string;
  ruleId: string;
  ruleName: string;
  symbol: string;
  severity: Severity;
  labels: Labels;
  /** Decimal text, as are the other prices. */
  value: string | null;
  reference: string | null;
  summaryPt: string;
  summaryEn: string;
  startedAt: string;
  resolvedAt: string | null;
  resolvedValue: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  /** When its beginning was published. */
  toldAt: string | null;
}

export type NewAlert = Omit<StoredAlert, 'acknowledgedAt' | 'acknowledgedBy' | 'toldAt'>;

/** The end of the open alert of a rule on a symbol. */
export interface Resolution {
  ruleId: string;
  symbol: string;
  at: string;
  value: string | null;
}

const columns = `a.id, a.rule_id AS "ruleId", a.rule_name AS "ruleName", a.symbol, a.severity, a.labels,
  trim_scale(a.value)::text AS value, trim_scale(a.reference)::text AS reference,
  a.summary_pt AS "summaryPt", a.summary_en AS "summaryEn", a.started_at AS "startedAt",
  a.resolved_at AS "resolvedAt", trim_scale(a.resolved_value)::text AS "resolvedValue",
  a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by AS "acknowledgedBy",
  a.told_at AS "toldAt"`;

const isInState: Record<AlertState, string> = {
  firing: 'a.resolved_at IS NULL',
  resolved: 'a.resolved_at IS NOT NULL',
};

interface AlertRow extends StoredAlert {
  silenced: boolean;
  inhibited: boolean;
}

const hushed = `CASE WHEN a.resolved_at IS NULL THEN ${isSilenced('$1::timestamptz')}
  ELSE a.told_at IS NULL AND NOT a.was_inhibited END AS silenced,
  CASE WHEN a.resolved_at IS NULL THEN ${isInhibited} ELSE a.was_inhibited END AS inhibited`;

/** The newest first: one more than the limit where there are more. `now` is the shop's. */
export async function listAlerts(
  db: Queryable,
  { state, ruleId, symbol, from, to, limit }: AlertListQuery,
  { before, now }: { before: string; now: Date },
): Promise<Alert[]> {
  const rows = await db.query<AlertRow>(
    `SELECT ${columns}, ${hushed} FROM alert a
     WHERE a.id < $2 AND ${state === undefined ? 'true' : isInState[state]}
       AND ($3::uuid IS NULL OR a.rule_id = $3) AND ($4::text IS NULL OR a.symbol = $4)
       AND a.started_at < coalesce($5::timestamptz, 'infinity')
       AND coalesce(a.resolved_at, 'infinity') >= coalesce($6::timestamptz, '-infinity')
     ORDER BY a.id DESC LIMIT $7`,
    [
      now.toISOString(),
      before,
      ruleId ?? null,
      symbol ?? null,
      to ?? null,
      from ?? null,
      limit + 1,
    ],
  );
  return rows.map(toAlert);
}

/** The first word counts: who says it again changes nothing. Throws `not_found`. */
export async function acknowledgeAlert(
  tx: Tx,
  id: string,
  { by, now }: { by: string; now: Date },
): Promise<Alert> {
  const [row] = await tx.query<AlertRow>(
    `UPDATE alert a SET acknowledged_at = coalesce(acknowledged_at, $1),
       acknowledged_by = coalesce(acknowledged_by, $3)
     WHERE id = $2 RETURNING ${columns}, ${hushed}`,
    [now.toISOString(), id, by],
  );
  if (row === undefined) throw new Problem('not_found', `No alert has the id ${id}.`);
  return toAlert(row);
}

/** Ends open alerts, none before it began; answers them. */
export function resolveAlerts(tx: Tx, resolutions: Resolution[]): Promise<StoredAlert[]> {
  return tx.query<StoredAlert>(
    `UPDATE alert a SET resolved_at = greatest(r.at, a.started_at), resolved_value = r.value
     FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::numeric[])
       AS r (rule_id, symbol, at, value)
     WHERE a.rule_id = r.rule_id AND a.symbol = r.symbol AND a.resolved_at IS NULL
     RETURNING ${columns}`,
    [
      resolutions.map(({ ruleId }) => ruleId),
      resolutions.map(({ symbol }) => symbol),
      resolutions.map(({ at }) => at),
      resolutions.map(({ value }) => value),
    ],
  );
}

/** Ends all open alerts of a rule, which the caller has locked; answers them. */
export function resolveAlertsOfRule(tx: Tx, ruleId: string, at: Date): Promise<StoredAlert[]> {
  return tx.query<StoredAlert>(
    `UPDATE alert a SET resolved_at = greatest($2, a.started_at),
       was_inhibited = a.told_at IS NULL AND ${isInhibited}
     WHERE a.rule_id = $1 AND a.resolved_at IS NULL RETURNING ${columns}`,
    [ruleId, at.toISOString()],
  );
}

export function insertAlerts(tx: Tx, alerts: NewAlert[]): void {
  if (alerts.length === 0) return;
  tx.send(
    `INSERT INTO alert (id, rule_id, rule_name, symbol, severity, labels, value, reference,
       summary_pt, summary_en, started_at, resolved_at, resolved_value)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[],
       $7::numeric[], $8::numeric[], $9::text[], $10::text[], $11::timestamptz[],
       $12::timestamptz[], $13::numeric[])`,
    [
      alerts.map(({ id }) => id),
      alerts.map(({ ruleId }) => ruleId),
      alerts.map(({ ruleName }) => ruleName),
      alerts.map(({ symbol }) => symbol),
      alerts.map(({ severity }) => severity),
      alerts.map(({ labels }) => JSON.stringify(labels)),
      alerts.map(({ value }) => value),
      alerts.map(({ reference }) => reference),
      alerts.map(({ summaryPt }) => summaryPt),
      alerts.map(({ summaryEn }) => summaryEn),
      alerts.map(({ startedAt }) => startedAt),
      alerts.map(({ resolvedAt }) => resolvedAt),
      alerts.map(({ resolvedValue }) => resolvedValue),
    ],
  );
}

/**
 * Marks as told what is to be told now, of what was not told and is not silenced: open alerts that are not inhibited,
 * and those of `free`. Answers them. An alert that somebody is changing is told the next time.
 */
export function markTold(tx: Tx, free: string[], now: Date): Promise<StoredAlert[]> {
  return tx.query<StoredAlert>(
    `WITH due AS MATERIALIZED (
       SELECT a.id FROM alert a
       WHERE a.told_at IS NULL AND (a.id = ANY($2::uuid[]) OR (a.resolved_at IS NULL AND NOT ${isInhibited}))
         AND NOT ${isSilenced('$1::timestamptz')}
       ORDER BY a.id FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE alert a SET told_at = $1 FROM due WHERE a.id = due.id RETURNING ${columns}`,
    [now.toISOString(), free],
  );
}

function toAlert({
  summaryPt,
  summaryEn,
  toldAt: _toldAt,
  silenced,
  inhibited,
  ...alert
}: AlertRow): Alert {
  return {
    ...alert,
    state: alert.resolvedAt === null ? 'firing' : 'resolved',
    summary: { pt: summaryPt, en: summaryEn },
    silenced,
    inhibited,
  };
}
