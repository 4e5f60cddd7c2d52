/** The SQL of rules as the evaluator reads them, and of where they stand. */
import type { Labels, RuleCondition } from '@balcao/contracts/api/market-rules.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { InstanceProgress } from './engine/engine.ts';
import type { RuleState } from './engine/progress.ts';

/** An active rule. */
export interface WatchedRule {
  id: string;
  name: string;
  symbols: string[];
  condition: RuleCondition;
  forSeconds: number;
  keepFiringForSeconds: number;
  noDataSeconds: number | null;
  severity: Severity;
  labels: Labels;
  /** Absence is counted from here: an instant by the shop's clock. */
  activeFrom: string;
  /** Another one after each change. */
  revision: number;
  /** Quotes that have arrived before this transaction are not judged. */
  xid: number;
}

export interface Revision {
  id: string;
  revision: number;
}

export function listRevisions(db: Queryable): Promise<Revision[]> {
  return db.query<Revision>('SELECT id, revision FROM rule WHERE is_active');
}

/** Those of these rules that are active, held as they are until the transaction ends. */
export function holdRevisions(tx: Tx, ids: string[]): Promise<Revision[]> {
  return tx.query<Revision>(
    'SELECT id, revision FROM rule WHERE id = ANY($1::uuid[]) AND is_active ORDER BY id FOR SHARE',
    [ids],
  );
}

export function readWatchedRules(db: Queryable, ids: string[]): Promise<WatchedRule[]> {
  return db.query<WatchedRule>(
    `SELECT id, name, symbols, condition, for_seconds AS "forSeconds",
       keep_firing_for_seconds AS "keepFiringForSeconds", no_data_seconds AS "noDataSeconds",
       severity, labels, active_from AS "activeFrom", revision, xid::text::bigint AS xid
     FROM rule WHERE id = ANY($1::uuid[]) AND is_active ORDER BY id`,
    [ids],
  );
}

interface ProgressRow {
  rule_id: string;
  symbol: string;
  state: RuleState;
  since: string | null;
  started_at: string | null;
}

const toMs = (at: string | null) => (at === null ? null : Date.parse(at));
const toInstant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** Where these rules stand: nothing of a symbol on which one has never left its rest. */
export async function readProgress(db: Queryable, ids: string[]): Promise<InstanceProgress[]> {
  const rows = await db.query<ProgressRow>(
    'SELECT * FROM rule_instance WHERE rule_id = ANY($1::uuid[])',
    [ids],
  );
  return rows.map((row) => ({
    ruleId: row.rule_id,
    symbol: row.symbol,
    state: row.state,
    since: toMs(row.since),
    startedAt: toMs(row.started_at),
  }));
}

/** Each instance once. */
export function saveProgress(tx: Tx, progress: InstanceProgress[]): void {
  if (progress.length === 0) return;
  tx.send(
    `INSERT INTO rule_instance (rule_id, symbol, state, since, started_at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
       AS p (rule_id, symbol, state, since, started_at)
     ORDER BY rule_id, symbol COLLATE "C"
     ON CONFLICT (rule_id, symbol) DO UPDATE
       SET state = excluded.state, since = excluded.since, started_at = excluded.started_at`,
    [
      progress.map(({ ruleId }) => ruleId),
      progress.map(({ symbol }) => symbol),
      progress.map(({ state }) => state),
      progress.map(({ since }) => toInstant(since)),
      progress.map(({ startedAt }) => toInstant(startedAt)),
    ],
  );
}

/** The first active rules by id, and the states in which their symbols are. */
export function listActiveStates(
  db: Queryable,
  limit: number,
): Promise<{ name: string; states: RuleState[] }[]> {
  return db.query(
    `SELECT r.name, ARRAY(SELECT DISTINCT state FROM rule_instance WHERE rule_id = r.id) AS states
     FROM rule r WHERE r.is_active ORDER BY r.id LIMIT $1`,
    [limit],
  );
}
