/** The SQL of rules, as people make and read them. */
import type {
  Labels,
  Rule,
  RuleCondition,
  RuleSymbolState,
  UpdateRuleRequest,
} from '@balcao/contracts/api/market-rules.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';

interface RuleRow {
  id: string;
  name: string;
  symbols: string[];
  condition: RuleCondition;
  for_seconds: number;
  keep_firing_for_seconds: number;
  no_data_seconds: number | null;
  severity: Severity;
  labels: Labels;
  is_active: boolean;
  managed_by: string | null;
  version: number;
}

interface StateRow extends RuleSymbolState {
  ruleId: string;
}

/** Rules by id, which is the order in which they were added. */
export async function listRules(
  db: Queryable,
  { limit, after }: { limit: number; after: string },
): Promise<Rule[]> {
  const rows = await db.query<RuleRow>('SELECT * FROM rule WHERE id > $1 ORDER BY id LIMIT $2', [
    after,
    limit + 1,
  ]);
  return withStates(db, rows);
}

/** Throws `not_found`. */
export async function findRule(db: Queryable, id: string): Promise<Rule> {
  return only(
    await withStates(db, await db.query<RuleRow>('SELECT * FROM rule WHERE id = $1', [id])),
    id,
  );
}

/** What is asked of a rule before a change; it is held until the transaction ends. Throws `not_found`. */
export async function lockRule(tx: Tx, id: string): Promise<Pick<Rule, 'version' | 'managedBy'>> {
  const rows = await tx.query<Pick<Rule, 'version' | 'managedBy'>>(
    'SELECT version, managed_by AS "managedBy" FROM rule WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return only(rows, id);
}

/** `now` is the shop's. Throws `already_exists` where the id is taken. */
export async function insertRule(
  tx: Tx,
  { id, ...rule }: UpdateRuleRequest & { id: string },
  now: Date,
): Promise<Rule> {
  const rows = await tx.query<RuleRow>(
    `INSERT INTO rule (id, name, symbols, condition, for_seconds, keep_firing_for_seconds,
       no_data_seconds, severity, labels, is_active, managed_by, active_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING *`,
    [id, ...valuesOf(rule, now)],
  );
  if (rows.length > 0) return only(await withStates(tx, rows), id);
  throw new Problem('already_exists', 'A rule with this id exists already.');
}

/** Changes the rule, which then begins anew. */
export async function updateRule(
  tx: Tx,
  { id, ...rule }: UpdateRuleRequest & { id: string },
  now: Date,
): Promise<Rule> {
  tx.send('DELETE FROM rule_instance WHERE rule_id = $1', [id]);
  const rows = await tx.query<RuleRow>(
    `UPDATE rule SET name = $2, symbols = $3, condition = $4, for_seconds = $5,
       keep_firing_for_seconds = $6, no_data_seconds = $7, severity = $8, labels = $9,
       is_active = $10, managed_by = $11, active_from = $12, revision = nextval('rule_revision'),
       xid = pg_current_xact_id(), version = version + 1
     WHERE id = $1 RETURNING *`,
    [id, ...valuesOf(rule, now)],
  );
  return only(await withStates(tx, rows), id);
}

/** With where it stands; its alerts stay. */
export async function deleteRule(tx: Tx, id: string): Promise<void> {
  await tx.query('DELETE FROM rule WHERE id = $1', [id]);
}

const valuesOf = (rule: UpdateRuleRequest, now: Date) => [
  rule.name,
  rule.symbols,
  JSON.stringify(rule.condition),
  rule.forSeconds,
  rule.keepFiringForSeconds,
  rule.noDataSeconds,
  rule.severity,
  JSON.stringify(rule.labels),
  rule.active,
  rule.managedBy,
  now.toISOString(),
];

function only<Row>([row]: Row[], id: string): Row {
  if (row === undefined) throw new Problem('not_found', `No rule has the id ${id}.`);
  return row;
}

async function withStates(db: Queryable, rows: RuleRow[]): Promise<Rule[]> {
  const states = await db.query<StateRow>(
    `SELECT rule_id AS "ruleId", symbol, state, since, started_at AS "startedAt"
     FROM rule_instance WHERE rule_id = ANY($1::uuid[])`,
    [rows.map(({ id }) => id)],
  );
  const byRule = Map.groupBy(states, ({ ruleId }) => ruleId);
  return rows.map((row) => toRule(row, byRule.get(row.id) ?? []));
}

function toRule(row: RuleRow, states: StateRow[]): Rule {
  return {
    id: row.id,
    name: row.name,
    symbols: row.symbols,
    condition: row.condition,
    forSeconds: row.for_seconds,
    keepFiringForSeconds: row.keep_firing_for_seconds,
    noDataSeconds: row.no_data_seconds,
    severity: row.severity,
    labels: row.labels,
    active: row.is_active,
    states: row.symbols.map((symbol) => stateOf(symbol, states)),
    managedBy: row.managed_by,
    version: row.version,
  };
}

function stateOf(symbol: string, states: StateRow[]): RuleSymbolState {
  const known = states.find((state) => state.symbol === symbol);
  const { state = 'normal', since = null, startedAt = null } = known ?? {};
  return { symbol, state, since, startedAt };
}
