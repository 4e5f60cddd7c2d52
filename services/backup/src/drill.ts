/** Proves a backup by restoring it into a scratch server and checking there what a shop has to keep. */
import type { Logger } from '@balcao/kit/log.ts';
import type pg from 'pg';
import { BackupFailure } from './backup-failure.ts';
import { connect, withConnection } from './connect.ts';
import { type OpenBackup, openBackup } from './open-backup.ts';
import { proveLedger, proveStock } from './proofs.ts';
import { proveFlows } from './prove-flows.ts';
import { restoreDatabase } from './restore-database.ts';
import { dropDatabase, hasTables, readNote } from './server-store.ts';
import type { ServiceDatabase } from './service-databases.ts';
import type { Storage } from './storage.ts';
import { writeVerdict } from './verdict.ts';

export interface DrillOptions {
  /** Of a server that has none of these databases, or empty ones. What is restored there is dropped again. */
  scratchUrl: string;
  databases: readonly ServiceDatabase[];
  storage: Storage;
  backupId: string | null;
  key: Buffer | null;
  log: Logger;
  now?: () => Date;
}

const proofs: Readonly<Record<string, (client: pg.Client) => Promise<string[]>>> = {
  finance: proveLedger,
  inventory: proveStock,
};

export interface DrillResult {
  backup: string;
  rows: number;
}

/**
 * Answers what was proven, and notes beside the backup that it was.
 * @throws BackupFailure with the codes of `openBackup`; `target_not_empty`, `content_differs`, `proof_failed`.
 */
export async function drill(options: DrillOptions): Promise<DrillResult> {
  const { storage, scratchUrl, now = () => new Date() } = options;
  const backup = await openBackup(options);
  const { id } = backup.manifest;
  await withConnection(scratchUrl, undefined, async (admin) => {
    for (const { target } of backup.parts) await requireScratch(admin, target, options);
    try {
      for (const part of backup.parts) await proveOne(admin, part, { ...options, backup });
      await proveTogether(backup.parts, scratchUrl);
    } finally {
      for (const { target } of backup.parts) await dropDatabase(admin, aside(target));
    }
  });
  await writeVerdict(storage, id, now());
  const rows = backup.parts
    .flatMap(({ entry }) => Object.values(entry.rows))
    .reduce((sum, count) => sum + count, 0);
  return { backup: id, rows };
}

/** Beside the places of a shop, so that whatever an earlier drill left is known to be nobody's. */
const aside = ({ database }: ServiceDatabase) => `${database}_drill`;

/** A drill takes the server's time and disk: never that of a shop. */
async function requireScratch(
  admin: pg.Client,
  { database }: ServiceDatabase,
  { scratchUrl }: DrillOptions,
): Promise<void> {
  if ((await readNote(admin, database)) === undefined) return;
  if (!(await withConnection(scratchUrl, database, hasTables))) return;
  const message = `database ${database} of the scratch server has tables: a shop lives there`;
  throw new BackupFailure('target_not_empty', message);
}

async function proveOne(
  admin: pg.Client,
  { target, entry }: OpenBackup['parts'][number],
  { scratchUrl, backup, log }: DrillOptions & { backup: OpenBackup },
): Promise<void> {
  const { service } = target;
  const database = aside(target);
  const note = `drill ${crypto.randomUUID()}`;
  const place = { serverUrl: scratchUrl, admin, database, owner: null, note };
  await restoreDatabase(place, entry, backup.script(entry));
  const prove = proofs[service];
  const faults = prove === undefined ? [] : await withConnection(scratchUrl, database, prove);
  if (faults.length > 0) throw new BackupFailure('proof_failed', faults.join('; '));
  log.info({ service, isProven: prove !== undefined }, 'restored, and every row is there');
}

async function proveTogether(parts: OpenBackup['parts'], scratchUrl: string): Promise<void> {
  const restored = new Map<string, pg.Client>();
  try {
    for (const { target } of parts)
      restored.set(target.service, await connect(scratchUrl, aside(target)));
    const faults = await proveFlows(restored);
    if (faults.length > 0) throw new BackupFailure('proof_failed', faults.join('; '));
  } finally {
    await Promise.all([...restored.values()].map((client) => client.end()));
  }
}
