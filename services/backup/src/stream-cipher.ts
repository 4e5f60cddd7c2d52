/**
 * Authenticated encryption of a stream in chunks, so that nothing unproven is ever used and nothing is held whole.
 *
 * The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its
 * Nonce-Reuse Misuse-Resistance", CRYPTO 2015, section 7) with AES-256-GCM: the nonce of a chunk is its number and
 * whether it is the last, so that chunks that are changed, left out, put in another order or cut off at the end are all
 * found. As in Tink's "AES-GCM-HKDF Streaming AEAD", each file has a key of its own, derived by HKDF-SHA256 from the
 * backup's key, a random salt and the file's name: nonces never meet again, and a file cannot stand in for another.
 *
 * A file is: 8 bytes `BALCAO01`, 32 bytes of salt, then chunks of 65,536 bytes and their 16-byte tag; only the last one
 * is shorter, and may be empty.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { BackupFailure } from './backup-failure.ts';
import { inPieces } from './in-pieces.ts';

const magic = Buffer.from('BALCAO01');
const saltBytes = 32;
const chunkBytes = 65_536;
const tagBytes = 16;
const headerBytes = magic.length + saltBytes;

/** Names a key without telling it: the first 16 hexadecimal digits of a hash. */
export function keyId(key: Buffer): string {
  return createHash('sha256').update('balcao backup key id').update(key).digest('hex').slice(0, 16);
}

/** Encrypts; `context` is what the file is (backup and name), and has to be the same for `decrypt`. */
export async function* encrypt(
  plain: AsyncIterable<Buffer>,
  key: Buffer,
  context: string,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes);
  const fileKey = deriveKey(key, salt, context);
  yield Buffer.concat([magic, salt]);
  let number = 0;
  for await (const { piece, isLast } of inPieces(plain, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', fileKey, nonce(number, isLast));
    const body = cipher.update(piece);
    yield Buffer.concat([body, cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/**
 * Decrypts; each chunk is given on only after its tag was checked.
 * @throws BackupFailure `file_damaged` when any byte differs, chunks are missing or moved, or the key is another.
 */
export async function* decrypt(
  sealed: AsyncIterable<Buffer>,
  key: Buffer,
  context: string,
): AsyncGenerator<Buffer> {
  const { header, rest } = await takeHeader(sealed);
  if (header.length < headerBytes || !header.subarray(0, magic.length).equals(magic))
    throw new BackupFailure('file_damaged', `${context} does not begin as an encrypted file does`);
  const fileKey = deriveKey(key, header.subarray(magic.length), context);
  let number = 0;
  for await (const { piece, isLast } of inPieces(rest, chunkBytes + tagBytes)) {
    yield open(piece, fileKey, { number, isLast, context });
    number += 1;
  }
}

function open(
  piece: Buffer,
  fileKey: Buffer,
  { number, isLast, context }: { number: number; isLast: boolean; context: string },
): Buffer {
  const end = piece.length - tagBytes;
  try {
    if (end < 0) throw new Error('shorter than a tag');
    const decipher = createDecipheriv('aes-256-gcm', fileKey, nonce(number, isLast), {
      authTagLength: tagBytes,
    });
    decipher.setAuthTag(piece.subarray(end));
    return Buffer.concat([decipher.update(piece.subarray(0, end)), decipher.final()]);
  } catch (cause) {
    const message = `${context}: chunk ${number} is not what was written, or the file ends too early`;
    throw new BackupFailure('file_damaged', message, { cause });
  }
}

async function takeHeader(
  sealed: AsyncIterable<Buffer>,
): Promise<{ header: Buffer; rest: AsyncIterable<Buffer> }> {
  const source = sealed[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  while (held.length < headerBytes) {
    const { value, done } = await source.next();
    if (done === true) break;
    held = Buffer.concat([held, value]);
  }
  const first = held.subarray(headerBytes);
  async function* rest(): AsyncGenerator<Buffer> {
    yield first;
    yield* { [Symbol.asyncIterator]: () => source };
  }
  return { header: held.subarray(0, headerBytes), rest: rest() };
}

function deriveKey(key: Buffer, salt: Uint8Array, context: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `balcao backup 1 ${context}`, 32));
}

/** 12 bytes: 7 of zero, since the key is the file's own, the chunk's number, and 1 for the last. */
function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 7);
  bytes.writeUInt8(isLast ? 1 : 0, 11);
  return bytes;
}
