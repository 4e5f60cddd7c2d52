/** The SQL of rules, as people make and read them. */
import type {
  InhibitedOn,
  Labels,
  Rule,
  RuleCondition,
  RuleSymbolState,
  UpdateRuleRequest,
} from '@balcao/contracts/api/market-rules.ts';
import type { Severity } from '@balcao/contracts/severity.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { listInhibitions, saveInhibitors } from './inhibition-store.ts';

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
  inhibited_on: InhibitedOn;
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
       no_data_seconds, severity, labels, inhibited_on, is_active, managed_by, active_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING RETURNING *`,
    [id, ...valuesOf(rule, now)],
  );
  if (rows.length === 0) {
    throw new Problem('already_exists', 'A rule with this id exists already.');
  }
  saveInhibitors(tx, id, rule.inhibitedBy);
  return only(await withStates(tx, rows), id);
}

/** Changes the rule, which then begins anew. */
export async function updateRule(
  tx: Tx,
  { id, ...rule }: UpdateRuleRequest & { id: string },
  now: Date,
): Promise<Rule> {
  tx.send('DELETE FROM rule_instance WHERE rule_id = $1', [id]);
  saveInhibitors(tx, id, rule.inhibitedBy);
  const rows = await tx.query<RuleRow>(
    `UPDATE rule SET name = $2, symbols = $3, condition = $4, for_seconds = $5,
       keep_firing_for_seconds = $6, no_data_seconds = $7, severity = $8, labels = $9,
       inhibited_on = $10, is_active = $11, managed_by = $12, active_from = $13, revision = nextval('rule_revision'),
       xid = pg_current_xact_id(), version = version + 1
     WHERE id = $1 RETURNING *`,
    [id, ...valuesOf(rule, now)],
  );
  return only(await withStates(tx, rows), id);
}

/** With where it stands, and wherever it is named as inhibiting; its alerts stay. */
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
  rule.inhibitedOn,
  rule.active,
  rule.managedBy,
  now.toISOString(),
];

function only<Row>([row]: Row[], id: string): Row {
  if (row === undefined) throw new Problem('not_found', `No rule has the id ${id}.`);
  return row;
}

async function withStates(db: Queryable, rows: RuleRow[]): Promise<Rule[]> {
  const ids = rows.map(({ id }) => id);
  const [states, inhibitions] = await Promise.all([
    db.query<StateRow>(
      `SELECT rule_id AS "ruleId", symbol, state, since, started_at AS "startedAt"
       FROM rule_instance WHERE rule_id = ANY($1::uuid[])`,
      [ids],
    ),
    listInhibitions(db, ids),
  ]);
  const statesOf = Map.groupBy(states, ({ ruleId }) => ruleId);
  const inhibitorsOf = new Map(inhibitions.map(({ ruleId, by }) => [ruleId, by]));
  return rows.map((row) =>
    toRule(row, {
      states: statesOf.get(row.id) ?? [],
      inhibitedBy: inhibitorsOf.get(row.id) ?? [],
    }),
  );
}

function toRule(
  row: RuleRow,
  { states, inhibitedBy }: { states: StateRow[]; inhibitedBy: string[] },
): Rule {
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
    inhibitedBy,
    inhibitedOn: row.inhibited_on,
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
