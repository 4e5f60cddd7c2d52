/**
 * The SQL that writes a schema down as statements that make it again, from PostgreSQL's catalogue (chapter "System
 * Catalogs" of its manual). It knows what the services' migrations use; `findUnknown` names whatever else there is,
 * and then there is no dump rather than one that lacks something.
 */
import type pg from 'pg';
import {
  comments,
  constraints,
  disabledTriggers,
  indexes,
  owners,
  triggers,
} from './schema-after-data.ts';
import { functions, sequences, tables } from './schema-before-data.ts';
import { unknown } from './schema-unknown.ts';

export interface Schema {
  /** What the data needs: sequences, functions, tables without keys. */
  before: string[];
  /** What is quicker to make once the data is there, or would disturb its loading. */
  after: string[];
}

export interface DataTable {
  name: string;
  /** `COPY … TO STDOUT` and `COPY … FROM stdin`, with the columns that are stored and not computed. */
  copyOut: string;
  copyIn: string;
}

export async function readSchema(client: pg.Client): Promise<Schema> {
  const read = (text: string) => readStatements(client, text);
  return {
    before: [...(await read(sequences)), ...(await read(functions)), ...(await read(tables))],
    after: [
      ...(await read(constraints)),
      ...(await read(indexes)),
      ...(await read(owners)),
      ...(await read(triggers)),
      ...(await read(disabledTriggers)),
      ...(await read(comments)),
    ],
  };
}

async function readStatements(client: pg.Client, text: string): Promise<string[]> {
  const { rows } = await client.query<{ statement: string }>(text);
  return rows.map(({ statement }) => statement);
}

/** Names what the database has and a dump would lack; empty when it can be dumped. */
export async function findUnknown(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>(unknown);
  return rows.map(({ what }) => what);
}

/** Tables with rows of their own, by name: partitions, and not what they are parts of. */
export async function readTables(client: pg.Client): Promise<DataTable[]> {
  const { rows } = await client.query<{ name: string; quoted: string; columns: string }>(`
    SELECT c.relname AS name, format('public.%I', c.relname) AS quoted, coalesce(string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum), '') AS columns
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_attribute a
      ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    GROUP BY c.oid, c.relname ORDER BY c.relname COLLATE "C"`);
  return rows.map(({ name, quoted, columns }) => ({
    name,
    copyOut: `COPY ${quoted} (${columns}) TO STDOUT`,
    copyIn: `COPY ${quoted} (${columns}) FROM stdin`,
  }));
}

/** Statements that set every sequence to where it is: a little later than the snapshot, which only makes gaps. */
export async function readSequenceValues(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'S' ORDER BY c.relname COLLATE "C"`);
  const statements: string[] = [];
  for (const { name } of rows) {
    const { rows: values } = await client.query<{ statement: string }>(
      `SELECT format('SELECT pg_catalog.setval(%L, %s, %L)', $1::text, last_value, is_called) AS statement
       FROM ${name}`,
      [name],
    );
    statements.push(...values.map(({ statement }) => statement));
  }
  return statements;
}

/** The last file of each of the two tables in which migrations are recorded. */
export async function readLastMigrations(client: pg.Client): Promise<Record<string, string>> {
  const last: Record<string, string> = {};
  for (const table of ['kit_migration', 'service_migration']) {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM public.${table} ORDER BY name COLLATE "C" DESC LIMIT 1`,
    );
    if (rows[0] !== undefined) last[table] = rows[0].name;
  }
  return last;
}
