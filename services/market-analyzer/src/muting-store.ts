/** The SQL of telling which open alerts are kept quiet after they were told. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { isInhibited } from './inhibition-store.ts';
import { isSilenced } from './silence-store.ts';

const isOpen = 'a.resolved_at IS NULL AND a.told_at IS NOT NULL';
const silenced = isSilenced('$1::timestamptz');

/**
 * Conditions on `alert a`: in each the others know something else of it than what holds at `$1`. One by one, since so
 * the server joins them with what keeps alerts quiet, rather than ask that of each alert.
 */
const differences = [
  `${isOpen} AND NOT a.is_muted AND ${silenced}`,
  `${isOpen} AND NOT a.is_muted AND ${isInhibited}`,
  `${isOpen} AND a.is_muted AND NOT ${silenced} AND NOT ${isInhibited}`,
];

/** Without any of these there is no difference, and no alert has to be looked at: so it is nearly always. */
const reasons = [
  'EXISTS (SELECT FROM silence WHERE starts_at <= $1 AND ends_at > $1)',
  'EXISTS (SELECT FROM rule_inhibition)',
  'EXISTS (SELECT FROM alert WHERE is_muted AND resolved_at IS NULL)',
];

/** Whether there is any to be told; `now` is the shop's. */
export async function isMutingDue(db: Queryable, now: Date): Promise<boolean> {
  const any = differences.map((one) => `EXISTS (SELECT FROM alert a WHERE ${one})`);
  const [row] = await db.query<{ is_due: boolean }>(
    `SELECT CASE WHEN ${reasons.join(' OR ')} THEN ${any.join(' OR ')} ELSE false END AS is_due`,
    [now.toISOString()],
  );
  return row?.is_due ?? false;
}

export interface MutingChange {
  alertId: string;
  isMuted: boolean;
  /** Counts those of the alert. */
  change: number;
}

/**
 * Marks up to `limit` as what they are; answers them. An alert that somebody is changing is marked the next time, and
 * one that another replica has marked since it was seen here is not marked back.
 */
export function markMuting(tx: Tx, now: Date, limit: number): Promise<MutingChange[]> {
  const each = differences.map((one) => `SELECT a.id, a.is_muted FROM alert a WHERE ${one}`);
  return tx.query<MutingChange>(
    `WITH seen AS MATERIALIZED (${each.join(' UNION ')}),
     changed AS MATERIALIZED (
       SELECT a.id FROM alert a JOIN seen ON seen.id = a.id AND seen.is_muted = a.is_muted
       WHERE a.resolved_at IS NULL ORDER BY a.id LIMIT $2 FOR NO KEY UPDATE OF a SKIP LOCKED)
     UPDATE alert a SET is_muted = NOT a.is_muted, muting_changes = a.muting_changes + 1
     FROM changed WHERE a.id = changed.id
     RETURNING a.id AS "alertId", a.is_muted AS "isMuted", a.muting_changes AS change`,
    [now.toISOString(), limit],
  );
}
