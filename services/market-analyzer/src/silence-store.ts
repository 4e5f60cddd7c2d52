/** The SQL of silences, and which alerts they cover. */
import type { Silence, UpdateSilenceRequest } from '@balcao/contracts/api/market-alerts.ts';
import type { Labels } from '@balcao/contracts/api/market-rules.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';

interface SilenceRow {
  id: string;
  rule_id: string | null;
  symbol: string | null;
  severity: Severity | null;
  labels: Labels;
  starts_at: string;
  ends_at: string;
  comment: string;
  created_by: string;
  version: number;
}

/** A condition on `alert a`: whether a silence covers it at the instant that `at` is in SQL. */
export const isSilenced = (at: string): string =>
  `EXISTS (SELECT 1 FROM silence s WHERE s.starts_at <= ${at} AND s.ends_at > ${at}
     AND (s.rule_id IS NULL OR s.rule_id = a.rule_id)
     AND (s.symbol IS NULL OR s.symbol = a.symbol)
     AND (s.severity IS NULL OR s.severity = a.severity)
     AND a.labels @> s.labels)`;

/** Silences by id, which is the order in which they were added. `now` is the shop's, as below. */
export async function listSilences(
  db: Queryable,
  { limit, after }: { limit: number; after: string },
  now: Date,
): Promise<Silence[]> {
  const rows = await db.query<SilenceRow>(
    'SELECT * FROM silence WHERE id > $1 ORDER BY id LIMIT $2',
    [after, limit + 1],
  );
  return rows.map((row) => toSilence(row, now));
}

/** Throws `not_found`. */
export async function findSilence(db: Queryable, id: string, now: Date): Promise<Silence> {
  return only(await db.query<SilenceRow>('SELECT * FROM silence WHERE id = $1', [id]), id, now);
}

/** The silence, held until the transaction ends. Throws `not_found`. */
export async function lockSilence(tx: Tx, id: string, now: Date): Promise<Silence> {
  const rows = await tx.query<SilenceRow>('SELECT * FROM silence WHERE id = $1 FOR NO KEY UPDATE', [
    id,
  ]);
  return only(rows, id, now);
}

export interface NewSilence extends UpdateSilenceRequest {
  id: string;
  createdBy: string;
}

/** Throws `already_exists` where the id is taken. */
export async function insertSilence(tx: Tx, silence: NewSilence, now: Date): Promise<Silence> {
  const { id, createdBy } = silence;
  const rows = await tx.query<SilenceRow>(
    `INSERT INTO silence (id, created_by, rule_id, symbol, severity, labels, starts_at, ends_at, comment)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING *`,
    [id, createdBy, ...valuesOf(silence)],
  );
  if (rows.length > 0) return only(rows, id, now);
  throw new Problem('already_exists', 'A silence with this id exists already.');
}

export async function updateSilence(
  tx: Tx,
  { id, ...silence }: UpdateSilenceRequest & { id: string },
  now: Date,
): Promise<Silence> {
  const rows = await tx.query<SilenceRow>(
    `UPDATE silence SET rule_id = $2, symbol = $3, severity = $4, labels = $5, starts_at = $6,
       ends_at = $7, comment = $8, version = version + 1
     WHERE id = $1 RETURNING *`,
    [id, ...valuesOf(silence)],
  );
  return only(rows, id, now);
}

export async function deleteSilence(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM silence WHERE id = $1', [id]);
}

const valuesOf = ({ matchers, startsAt, endsAt, comment }: UpdateSilenceRequest) => [
  matchers.ruleId,
  matchers.symbol,
  matchers.severity,
  JSON.stringify(matchers.labels),
  startsAt,
  endsAt,
  comment,
];

function only([row]: SilenceRow[], id: string, now: Date): Silence {
  if (row === undefined) throw new Problem('not_found', `No silence has the id ${id}.`);
  return toSilence(row, now);
}

function toSilence(row: SilenceRow, now: Date): Silence {
  return {
    id: row.id,
    matchers: {
      ruleId: row.rule_id,
      symbol: row.symbol,
      severity: row.severity,
      labels: row.labels,
    },
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    comment: row.comment,
    state: stateOf(row, now),
    createdBy: row.created_by,
    version: row.version,
  };
}

function stateOf({ starts_at, ends_at }: SilenceRow, now: Date): Silence['state'] {
  if (now.getTime() < Date.parse(starts_at)) return 'pending';
  return now.getTime() < Date.parse(ends_at) ? 'active' : 'expired';
}
