/** The way of a database's script into the storage and back: compressed, encrypted where there is a key, and summed. */
import { createHash, type Hash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { BackupFailure } from './backup-failure.ts';
import type { Storage } from './storage.ts';
import { decrypt, encrypt } from './stream-cipher.ts';

/** Bytes and SHA-256 of the plain text and of the file as it is stored. */
export interface FileSums {
  plainBytes: number;
  plainSha256: string;
  storedBytes: number;
  storedSha256: string;
}

export async function storeFile(
  storage: Storage,
  { name, key }: { name: string; key: Buffer | null },
  content: AsyncIterable<Buffer>,
): Promise<FileSums> {
  const plain = createSum();
  const stored = createSum();
  const zipped = zip(plain.through(content), createGzip({ level: constants.Z_BEST_SPEED + 3 }));
  const sealed = key === null ? zipped : encrypt(zipped, key, name);
  await storage.write(name, stored.through(sealed));
  return {
    plainBytes: plain.bytes(),
    plainSha256: plain.digest(),
    storedBytes: stored.bytes(),
    storedSha256: stored.digest(),
  };
}

/**
 * Reads the file once and compares it with what was written, before anything is done with it.
 * @throws BackupFailure `file_missing`, `file_truncated` or `file_damaged`.
 */
export async function checkStored(storage: Storage, name: string, sums: FileSums): Promise<void> {
  const content = await readFile(storage, name);
  const found = createSum();
  for await (const bytes of found.through(content)) void bytes;
  if (found.bytes() < sums.storedBytes) {
    const missing = sums.storedBytes - found.bytes();
    throw new BackupFailure('file_truncated', `${name} lacks its last ${missing} bytes`);
  }
  if (found.bytes() !== sums.storedBytes || found.digest() !== sums.storedSha256)
    throw new BackupFailure('file_damaged', `${name} is not what was written: its SHA-256 differs`);
}

/**
 * The plain text of a stored file. Its sum is compared at the end: whoever reads it has to wait for that.
 * @throws BackupFailure `file_missing`; `file_damaged` when it is not what was written.
 */
export async function* openFile(
  storage: Storage,
  { name, key }: { name: string; key: Buffer | null },
  sums: FileSums,
): AsyncGenerator<Buffer> {
  const stored: AsyncIterable<Buffer> = await readFile(storage, name);
  const zipped = key === null ? stored : decrypt(stored, key, name);
  const plain = createSum();
  yield* plain.through(zip(zipped, createGunzip()));
  if (plain.digest() !== sums.plainSha256)
    throw new BackupFailure('file_damaged', `${name} does not hold the text that was dumped`);
}

async function readFile(storage: Storage, name: string): Promise<AsyncIterable<Buffer>> {
  const content = await storage.read(name);
  if (content === null) throw new BackupFailure('file_missing', `${name} is missing`);
  return content;
}

function zip(
  source: AsyncIterable<Buffer>,
  through: NodeJS.ReadWriteStream,
): AsyncIterable<Buffer> {
  // Errors of the source reach whoever reads, since the pipeline ends the stream with them.
  const zipped = pipeline(source, through, () => undefined);
  return toBuffers(zipped);
}

async function* toBuffers(source: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const bytes of source) yield typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
}

function createSum() {
  const hash: Hash = createHash('sha256');
  let size = 0;
  let digest: string | null = null;
  return {
    async *through(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const bytes of source) {
        hash.update(bytes);
        size += bytes.length;
        yield bytes;
      }
    },
    bytes: () => size,
    digest: () => {
      digest ??= hash.digest('hex');
      return digest;
    },
  };
}
