/** The manifest of a backup: what it holds. It is written last, so that a backup without one was never finished. */
import { z } from 'zod';
import { BackupFailure } from './backup-failure.ts';
import type { Storage } from './storage.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.int().nonnegative();

const databaseSchema = z.object({
  /** The service that owns it, such as `sales`: on another server the database may have another name. */
  service: z.string(),
  database: z.string(),
  file: z.string(),
  /** Of the SQL text, and of the file as it is stored: compressed, and encrypted where there is a key. */
  plainBytes: size,
  plainSha256: sha256,
  storedBytes: size,
  storedSha256: sha256,
  /** By table, in the snapshot that was dumped. */
  rows: z.record(z.string(), size),
  /** Names of the last files that had migrated it: the kit's and the service's. */
  lastMigrations: z.record(z.string(), z.string()),
});
export type DatabaseEntry = z.infer<typeof databaseSchema>;

const manifestSchema = z.object({
  formatVersion: z.literal(1),
  id: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  productVersion: z.string(),
  serverVersion: z.string(),
  /** How long writers waited while all snapshots were taken at one instant, in milliseconds. */
  heldMs: z.number().nonnegative(),
  /** What was on its way through the broker at that instant, and so is in no database; empty in a whole backup. */
  doubts: z.array(z.string()),
  /** Null where the files are not encrypted. */
  keyId: z.string().nullable(),
  databases: z.array(databaseSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestName = (id: string) => `${id}/manifest.json`;

export async function writeManifest(storage: Storage, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
  await storage.write(manifestName(manifest.id), only(Buffer.from(text)));
}

/**
 * @throws BackupFailure `nothing_there` when there is no such backup, `incomplete` when it has no manifest,
 * `manifest_unreadable` when the manifest is no JSON, or none of this format.
 */
export async function readManifest(storage: Storage, id: string): Promise<Manifest> {
  const content = await storage.read(manifestName(id));
  if (content === null) {
    const isThere = (await storage.list()).includes(id);
    throw isThere
      ? new BackupFailure('incomplete', `backup ${id} has no manifest: it was never finished`)
      : new BackupFailure('nothing_there', `there is no backup ${id}`);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch (cause) {
    const message = `the manifest of backup ${id} cannot be read: ${String(cause)}`;
    throw new BackupFailure('manifest_unreadable', message, { cause });
  }
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
