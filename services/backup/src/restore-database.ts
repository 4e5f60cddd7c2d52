/** Restores one database under another name, where nobody meets it half done. */
import type pg from 'pg';
import { BackupFailure } from './backup-failure.ts';
import { withConnection } from './connect.ts';
import { loadDatabase } from './load-database.ts';
import type { DatabaseEntry } from './manifest.ts';
import { sendAgain } from './sent-events-store.ts';
import {
  becomeOwner,
  countRows,
  createDatabase,
  dropDatabase,
  readNote,
  writeNote,
} from './server-store.ts';

export interface RestoreTarget {
  serverUrl: string;
  /** A connection to another database of the server, by which databases are made and dropped. */
  admin: pg.Client;
  database: string;
  /** The role that owns all of it; null: whoever connects. */
  owner: string | null;
  /** Names the backup and the restore: a database that has it is whole. */
  note: string;
}

/**
 * Makes it anew unless it is there, whole and with this note: so it goes on after a kill.
 * @throws BackupFailure `file_damaged`; `content_differs` when tables or numbers of rows are not the manifest's.
 */
export async function restoreDatabase(
  { serverUrl, admin, database, owner, note }: RestoreTarget,
  entry: DatabaseEntry,
  script: AsyncIterable<Buffer>,
): Promise<void> {
  if ((await readNote(admin, database)) === note) return;
  await dropDatabase(admin, database);
  await createDatabase(admin, database, owner);
  await withConnection(serverUrl, database, async (client) => {
    if (owner !== null) await becomeOwner(client, owner);
    await loadDatabase(client, script);
    requireSameRows(entry, await countRows(client));
    await sendAgain(client);
  });
  await writeNote(admin, database, note);
}

function requireSameRows({ service, rows }: DatabaseEntry, found: Record<string, number>): void {
  const names = new Set([...Object.keys(rows), ...Object.keys(found)]);
  const differences = [...names]
    .filter((name) => rows[name] !== found[name])
    .map((name) => `${name} has ${found[name] ?? 'no table'}, and had ${rows[name] ?? 'no table'}`);
  if (differences.length === 0) return;
  throw new BackupFailure('content_differs', `rows of ${service}: ${differences.join('; ')}`);
}
