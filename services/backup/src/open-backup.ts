/** A backup that is there, whole and readable: what restoring and proving begin with. */
import type { Logger } from '@balcao/kit/log.ts';
import { BackupFailure } from './backup-failure.ts';
import { type DatabaseEntry, type Manifest, manifestName, readManifest } from './manifest.ts';
import type { ServiceDatabase } from './service-databases.ts';
import type { Storage } from './storage.ts';
import { checkStored, openFile } from './stored-file.ts';
import { keyId } from './stream-cipher.ts';

export interface OpenBackup {
  manifest: Manifest;
  /** Each wanted database with the backup's part of it. */
  parts: { target: ServiceDatabase; entry: DatabaseEntry }[];
  /** The script of a part. */
  script(entry: DatabaseEntry): AsyncIterable<Buffer>;
}

export interface OpenOptions {
  storage: Storage;
  /** Null: the newest that is finished. */
  backupId: string | null;
  databases: readonly ServiceDatabase[];
  key: Buffer | null;
  log: Logger;
}

/**
 * Reads every file once, and says what is wrong before anything is touched.
 * @throws BackupFailure with the codes of `readManifest`, `key_missing`, `key_wrong`, `database_missing`,
 * `file_missing`, `file_truncated`, `file_damaged`.
 */
export async function openBackup(options: OpenOptions): Promise<OpenBackup> {
  const { storage, databases, log } = options;
  const id = options.backupId ?? (await findNewest(storage));
  const manifest = await readManifest(storage, id);
  const key = chooseKey(manifest, options.key);
  const parts = databases.map((target) => ({ target, entry: entryOf(manifest, target) }));
  for (const { entry } of parts) await checkStored(storage, `${id}/${entry.file}`, entry);
  log.info({ backup: id, databases: parts.length }, 'all files are as they were written');
  return {
    manifest,
    parts,
    script: (entry) => openFile(storage, { name: `${id}/${entry.file}`, key }, entry),
  };
}

/** @throws BackupFailure `nothing_there`. */
export async function findNewest(storage: Storage): Promise<string> {
  for (const id of (await storage.list()).reverse())
    if ((await storage.size(manifestName(id))) !== null) return id;
  throw new BackupFailure('nothing_there', 'there is no finished backup');
}

function chooseKey({ id, keyId: wanted }: Manifest, key: Buffer | null): Buffer | null {
  if (wanted === null) return null;
  if (key === null)
    throw new BackupFailure(
      'key_missing',
      `backup ${id} is encrypted with key ${wanted}: set BACKUP_KEY`,
    );
  const given = keyId(key);
  if (given !== wanted)
    throw new BackupFailure(
      'key_wrong',
      `backup ${id} is encrypted with key ${wanted}; BACKUP_KEY is ${given}`,
    );
  return key;
}

function entryOf(manifest: Manifest, { service }: ServiceDatabase): DatabaseEntry {
  const entry = manifest.databases.find((database) => database.service === service);
  if (entry === undefined)
    throw new BackupFailure(
      'database_missing',
      `backup ${manifest.id} has no database of ${service}`,
    );
  return entry;
}
