/**
 * Makes stored transaction ids (columns of type `xid8`) those of the server that they are restored on.
 *
 * Readers that go by such a column ask for what lies between the last id that they saw and the server's oldest open
 * one. On a new server ids begin low again: everything restored would lie in the future, and nothing new would ever be
 * seen. So all ids of a database are moved down by as much as the highest is ahead; their order stays, but for those
 * that would fall below the first ordinary id and so become equal, the oldest.
 */
import type pg from 'pg';

/** Ids below 3 are PostgreSQL's own. */
const firstOrdinary = 3;

interface Column {
  table: string;
  column: string;
}

/** Call it when data is loaded and triggers are not there yet. Answers by how much ids were moved. */
export async function moveTransactionIds(client: pg.Client): Promise<bigint> {
  const columns = await findColumns(client);
  if (columns.length === 0) return 0n;
  const ahead = await readAhead(client, columns);
  if (ahead <= 0n) return 0n;
  for (const { table, column } of columns) {
    await client.query(
      `UPDATE ${table} SET ${column} = greatest(${column}::text::bigint - ${ahead}, ${firstOrdinary})::text::xid8
       WHERE ${column} IS NOT NULL`,
    );
  }
  return ahead;
}

async function findColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.oid::regclass::text AS table, quote_ident(a.attname) AS column
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND a.atttypid = 'xid8'::regtype AND NOT a.attisdropped`,
  );
  return rows;
}

/** How far the highest stored id is at or beyond the server's next one. */
async function readAhead(client: pg.Client, columns: Column[]): Promise<bigint> {
  const all = columns
    .map(({ table, column }) => `SELECT max(${column}::text::bigint) AS id FROM ${table}`)
    .join(' UNION ALL ');
  const { rows } = await client.query<{ ahead: string | null }>(
    `SELECT (max(id) + 1 - pg_current_xact_id()::text::bigint)::text AS ahead FROM (${all}) stored`,
  );
  return BigInt(rows[0]?.ahead ?? 0);
}
