/** Writes one database down, as its open snapshot sees it. */
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BackupFailure } from './backup-failure.ts';
import { findUnknown, readSchema, readSequenceValues, readTables } from './schema-store.ts';
import type { ScriptPart } from './sql-script.ts';

/** For whoever loads it, whatever the settings there are. The same that a dump's session has. */
const settings = [
  "SET client_encoding = 'UTF8'",
  'SET standard_conforming_strings = on',
  'SET check_function_bodies = off',
  'SET search_path = public',
  "SET timezone = 'UTC'",
  "SET datestyle = 'ISO, YMD'",
  "SET intervalstyle = 'postgres'",
];

/**
 * The parts of the database's script; `rows` gets the number of rows of each table.
 * @throws BackupFailure `schema_unknown` when the database has what a script cannot make again.
 */
export async function* dumpDatabase(
  client: pg.Client,
  service: string,
  rows: Record<string, number>,
): AsyncGenerator<ScriptPart> {
  const unknown = await findUnknown(client);
  if (unknown.length > 0) {
    const message = `the database of ${service} has what a backup does not know: ${unknown.join(', ')}`;
    throw new BackupFailure('schema_unknown', message);
  }
  const { before, after } = await readSchema(client);
  yield* statements([...settings, ...before]);
  for (const { name, copyOut, copyIn } of await readTables(client)) {
    yield { kind: 'copy', text: copyIn };
    const copy = client.query(copyTo(copyOut));
    for await (const bytes of copy) yield { kind: 'rows', bytes };
    yield { kind: 'copied' };
    // The server tells the number after the last row, perhaps in a packet of its own; the next answer comes behind it.
    await client.query('SELECT');
    rows[name] = copy.rowCount;
  }
  yield* statements(await readSequenceValues(client));
  yield { kind: 'loaded' };
  yield* statements(after);
}

function* statements(texts: readonly string[]): Generator<ScriptPart> {
  for (const text of texts) yield { kind: 'statement', text };
}
