/** What is decrypted is what was encrypted, or nothing. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { BackupFailure } from './backup-failure.ts';
import { decrypt, encrypt, keyId } from './stream-cipher.ts';

const key: Buffer = randomBytes(32);
const chunk = 65_536;
const header = 40;
const sealedChunk = chunk + 16;

async function* from(bytes: Buffer, step: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const seal = (plain: Buffer, name = 'a') => all(encrypt(from(plain, 10_007), key, name));
const open = (sealed: Buffer, name = 'a', by = key) => all(decrypt(from(sealed, 9_973), by, name));

async function assertRefused(sealed: Buffer, name?: string, by?: Buffer): Promise<void> {
  await assert.rejects(open(sealed, name, by), (error) => {
    assert.ok(error instanceof BackupFailure);
    assert.equal(error.code, 'file_damaged');
    return true;
  });
}

describe('the encrypted stream', () => {
  it('comes back, whatever its length', async () => {
    for (const length of [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 5]) {
      const plain = randomBytes(length);
      assert.ok((await open(await seal(plain))).equals(plain), `${length} bytes`);
    }
  });

  it('is another each time', async () => {
    const plain = randomBytes(100);
    assert.ok(!(await seal(plain)).equals(await seal(plain)));
  });

  it('is refused after a change of any part', async () => {
    const sealed = await seal(randomBytes(2 * chunk + 100));
    for (const at of [0, 7, 8, 39, 40, header + chunk, header + sealedChunk, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 0x80, at);
      await assertRefused(changed);
    }
  });

  it('is refused when it ends early, also exactly between two chunks', async () => {
    const sealed = await seal(randomBytes(2 * chunk + 100));
    for (const end of [
      0,
      10,
      header,
      header + 5,
      header + sealedChunk,
      header + 2 * sealedChunk,
      sealed.length - 1,
    ])
      await assertRefused(sealed.subarray(0, end));
  });

  it('is refused with chunks in another order, twice, or with more behind the end', async () => {
    const sealed = await seal(randomBytes(2 * chunk + 100));
    const head = sealed.subarray(0, header);
    const first = sealed.subarray(header, header + sealedChunk);
    const second = sealed.subarray(header + sealedChunk, header + 2 * sealedChunk);
    const last = sealed.subarray(header + 2 * sealedChunk);
    await assertRefused(Buffer.concat([head, second, first, last]));
    await assertRefused(Buffer.concat([head, first, first, second, last]));
    await assertRefused(Buffer.concat([head, first, last]));
    await assertRefused(Buffer.concat([sealed, last]));
  });

  it('is refused under another name, and with another key, which has another id', async () => {
    const sealed = await seal(randomBytes(100));
    const other = randomBytes(32);
    await assertRefused(sealed, 'b');
    await assertRefused(sealed, 'a', other);
    assert.match(keyId(key), /^[0-9a-f]{16}$/);
    assert.notEqual(keyId(key), keyId(other));
  });
});
