/** Brings a backup back into a server: all databases beside their places first, then each into its place. */
import type { Logger } from '@balcao/kit/log.ts';
import type pg from 'pg';
import { BackupFailure } from './backup-failure.ts';
import { withConnection } from './connect.ts';
import { occupiedTable } from './occupied-table.ts';
import { type OpenBackup, openBackup } from './open-backup.ts';
import { restoreDatabase } from './restore-database.ts';
import { dropDatabase, hasRole, readNote, renameDatabase } from './server-store.ts';
import type { ServiceDatabase } from './service-databases.ts';
import type { Storage } from './storage.ts';

export interface RestoreOptions {
  serverUrl: string;
  databases: readonly ServiceDatabase[];
  storage: Storage;
  backupId: string | null;
  key: Buffer | null;
  /** Replaces databases that have more than a shop that was just installed. */
  isForced: boolean;
  /** Whoever restores again under the same name goes on where it ended; null: by the backup's id. */
  restoreId: string | null;
  /** Whether each database belongs to the role of its name; else to whoever connects. */
  hasRoles: boolean;
  log: Logger;
}

/**
 * Answers the id of the backup. Killed at any moment and run again, it ends the same.
 * @throws BackupFailure with the codes of `openBackup`; `target_not_empty`, `role_missing`, `content_differs`.
 */
export async function restore(options: RestoreOptions): Promise<string> {
  const backup = await openBackup(options);
  const { id } = backup.manifest;
  await withConnection(options.serverUrl, undefined, async (admin) => {
    const note = noteOf(id, options);
    const waiting = await findWaiting(admin, backup, { ...options, note });
    await restoreAside(admin, waiting, { ...options, note, backup });
    for (const { target } of waiting) {
      await dropDatabase(admin, target.database);
      await renameDatabase(admin, aside(target), target.database);
      options.log.info({ service: target.service, database: target.database }, 'in its place');
    }
  });
  return id;
}

/**
 * Says what a restore would be refused for, and touches nothing: so a shop is stopped only for one that can be done.
 * @throws BackupFailure as `restore` does before it begins.
 */
export async function checkRestore(options: RestoreOptions): Promise<string> {
  const backup = await openBackup(options);
  const { id } = backup.manifest;
  const note = noteOf(id, options);
  await withConnection(options.serverUrl, undefined, (admin) =>
    findWaiting(admin, backup, { ...options, note }),
  );
  return id;
}

const aside = ({ database }: ServiceDatabase) => `${database}_restoring`;

/** A forced restore without a name of its own is always a new one: what an earlier one made is replaced. */
function noteOf(id: string, { restoreId, isForced }: RestoreOptions): string {
  const name = restoreId ?? (isForced ? crypto.randomUUID() : 'first');
  return `balcao backup ${id}, restore ${name}`;
}

interface Noted extends RestoreOptions {
  note: string;
}

/** The parts that are not in their place yet, after a look at every place. */
async function findWaiting(
  admin: pg.Client,
  { parts }: OpenBackup,
  options: Noted,
): Promise<OpenBackup['parts']> {
  const waiting: OpenBackup['parts'] = [];
  for (const part of parts) {
    const { database } = part.target;
    const note = await readNote(admin, database);
    if (note === options.note) continue;
    if (options.hasRoles && !(await hasRole(admin, database)))
      throw new BackupFailure(
        'role_missing',
        `there is no role ${database}: install the shop first`,
      );
    if (note !== undefined && !options.isForced) await requireEmpty(options.serverUrl, part.target);
    waiting.push(part);
  }
  return waiting;
}

async function requireEmpty(
  serverUrl: string,
  { service, database }: ServiceDatabase,
): Promise<void> {
  const table = await withConnection(serverUrl, database, (client) =>
    occupiedTable(client, service),
  );
  if (table === undefined) return;
  const message = `database ${database} has rows in ${table}: nothing was restored. Only force replaces it (RESTORE_FORCE=true, spec.force)`;
  throw new BackupFailure('target_not_empty', message);
}

async function restoreAside(
  admin: pg.Client,
  parts: OpenBackup['parts'],
  { serverUrl, hasRoles, note, backup, log }: Noted & { backup: OpenBackup },
): Promise<void> {
  for (const { target, entry } of parts) {
    const startedAt = performance.now();
    const owner = hasRoles ? target.database : null;
    const database = aside(target);
    await restoreDatabase({ serverUrl, admin, database, owner, note }, entry, backup.script(entry));
    const seconds = Math.round(performance.now() - startedAt) / 1000;
    log.info({ service: target.service, seconds }, 'restored beside its place');
  }
}
