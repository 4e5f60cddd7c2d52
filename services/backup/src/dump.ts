/** Makes a backup: every service's database, as all of them were at one instant. */
import { randomBytes } from 'node:crypto';
import type { Logger } from '@balcao/kit/log.ts';
import type pg from 'pg';
import { dumpDatabase } from './dump-database.ts';
import {
  type DatabaseEntry,
  type Manifest,
  manifestName,
  readManifest,
  writeManifest,
} from './manifest.ts';
import { readLastMigrations } from './schema-store.ts';
import type { ServiceDatabase } from './service-databases.ts';
import { writeScript } from './sql-script.ts';
import type { Storage } from './storage.ts';
import { storeFile } from './stored-file.ts';
import { keyId } from './stream-cipher.ts';
import { takeWholeSnapshots } from './take-whole-snapshots.ts';

export interface DumpOptions {
  serverUrl: string;
  databases: readonly ServiceDatabase[];
  storage: Storage;
  /** 32 bytes; null leaves the files unencrypted. */
  key: Buffer | null;
  productVersion: string;
  log: Logger;
  /** What it is to be called; a name of the time and chance where it is left out. */
  newId?: string | undefined;
  now?: () => Date;
  /** How often an instant is looked for at which nothing is on its way through the broker. */
  looks?: number;
}

/**
 * Answers the manifest of the finished backup: under a given id, of the one that an earlier attempt has finished. A dump
 * that fails leaves one without a manifest, which `prune` removes.
 */
export async function dump(options: DumpOptions): Promise<Manifest> {
  const { storage, newId } = options;
  const isThere = newId !== undefined && (await storage.size(manifestName(newId))) !== null;
  return isThere ? readManifest(storage, newId) : make(options);
}

async function make(options: DumpOptions): Promise<Manifest> {
  const { storage, key, log, productVersion, now = () => new Date() } = options;
  const startedAt = now();
  const id = options.newId ?? backupId(startedAt);
  const snapshots = await takeWholeSnapshots(options);
  const heldMs = Math.round(snapshots.heldMs * 10) / 10;
  log.info({ backup: id, heldMs }, 'all snapshots are taken; writers go on');
  try {
    const databases: DatabaseEntry[] = [];
    let serverVersion = '';
    for (const { service, database } of options.databases) {
      const client = snapshots.clients.get(service);
      if (client === undefined) throw new Error(`there is no snapshot of ${service}`);
      serverVersion = await readServerVersion(client);
      databases.push(await dumpOne(options, client, { id, service, database }));
    }
    const manifest: Manifest = {
      formatVersion: 1,
      id,
      startedAt: startedAt.toISOString(),
      finishedAt: now().toISOString(),
      productVersion,
      serverVersion,
      heldMs,
      doubts: snapshots.doubts,
      keyId: key === null ? null : keyId(key),
      databases,
    };
    await writeManifest(storage, manifest);
    return manifest;
  } finally {
    await snapshots.release();
  }
}

async function dumpOne(
  { storage, key, log }: DumpOptions,
  client: pg.Client,
  { id, service, database }: ServiceDatabase & { id: string },
): Promise<DatabaseEntry> {
  const file = `${service}.sql.gz${key === null ? '' : '.enc'}`;
  const rows: Record<string, number> = {};
  const script = writeScript(dumpDatabase(client, service, rows));
  const sums = await storeFile(storage, { name: `${id}/${file}`, key }, script);
  const lastMigrations = await readLastMigrations(client);
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  log.info({ service, rows: total, ...sums }, 'dumped');
  return { service, database, file, ...sums, rows, lastMigrations };
}

async function readServerVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? '';
}

/** Sorts by time: `20261126T030000Z-1a2b3c`. */
function backupId(at: Date): string {
  const time = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
