/** What a database is, in text that two of them can be compared by: written apart from what the program reads. */
import type { TestShop } from './test-shop.ts';

const inPublic = "= 'public'::regnamespace";

const catalogue = {
  relations: `SELECT relname, relkind, reloptions, relpersistence, pg_get_expr(relpartbound, oid) AS bound,
      pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace ${inPublic} AND relkind <> 't'`,
  columns: `SELECT c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) AS place, a.attname,
      format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attidentity, a.attgenerated, a.attstorage,
      a.attcollation::regcollation::text AS collation, pg_get_expr(d.adbin, d.adrelid) AS value
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace ${inPublic} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
  constraints: `SELECT conrelid::regclass::text AS of, conname, contype, convalidated, condeferrable, condeferred,
      pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE connamespace ${inPublic}`,
  indexes: `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'`,
  triggers: `SELECT tgrelid::regclass::text AS of, tgname, tgenabled, pg_get_triggerdef(oid) AS def
    FROM pg_trigger WHERE NOT tgisinternal`,
  functions: `SELECT proname, prosrc, provolatile, proisstrict, prosecdef, proconfig, pg_get_function_result(oid) AS result,
      pg_get_function_arguments(oid) AS arguments FROM pg_proc WHERE pronamespace ${inPublic}`,
  sequences: `SELECT s.*, s.seqrelid::regclass::text AS name, d.refobjid::regclass::text AS owner
    FROM pg_sequence s LEFT JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype IN ('a', 'i')
      AND d.classid = 'pg_class'::regclass`,
  comments: `SELECT objoid::regclass::text AS of, objsubid > 0 AS on_column, description FROM pg_description
    WHERE classoid = 'pg_class'::regclass
      AND objoid IN (SELECT oid FROM pg_class WHERE relnamespace ${inPublic})`,
} as const;

/** All objects with all that makes them what they are, sorted, without numbers that every database gives anew. */
export async function describeSchema(
  shop: TestShop,
  database: string,
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [kind, text] of Object.entries(catalogue)) {
    const rows = await shop.query<{ text: string }>(
      database,
      `SELECT (to_jsonb(x) - 'seqrelid')::text AS text FROM (${text}) x ORDER BY 1`,
    );
    found[kind] = rows.map((row) => row.text);
  }
  return found;
}

/** A digest of the rows of each table. */
export async function describeRows(
  shop: TestShop,
  database: string,
): Promise<Record<string, string>> {
  const tables = await shop.query<{ name: string }>(
    database,
    `SELECT relname AS name FROM pg_class WHERE relnamespace ${inPublic} AND relkind = 'r' ORDER BY 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await shop.query<{ digest: string }>(
      database,
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS digest FROM ${name} t`,
    );
    found[name] = row?.digest ?? '';
  }
  return found;
}
