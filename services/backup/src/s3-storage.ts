/** Backups in a bucket of S3, or of a server that speaks its language: MinIO, Ceph, R2 and others. */
import { BackupFailure } from './backup-failure.ts';
import type { S3Client } from './s3-client.ts';
import { uploadObject } from './s3-upload.ts';
import type { Storage } from './storage.ts';
import { xmlParts, xmlText, xmlTexts } from './xml-texts.ts';

/** A file is read in pieces of this size, each a request of its own: a slow reader keeps no connection open. */
const pieceBytes = 8 * 1024 * 1024;

/** `prefix` is empty or ends with a slash. */
export function createS3Storage(client: S3Client, prefix: string): Storage {
  const keyOf = (name: string) => `${prefix}${name}`;

  async function remove(key: string): Promise<void> {
    await client.send({ method: 'DELETE', key });
  }

  async function head(name: string): Promise<{ size: number; etag: string } | null> {
    const { status, headers } = await client.send({ method: 'HEAD', key: keyOf(name) });
    if (status === 404) return null;
    return { size: Number(headers.get('content-length')), etag: headers.get('etag') ?? '' };
  }

  return {
    write: (name, content) => uploadObject(client, keyOf(name), content),
    async read(name) {
      const found = await head(name);
      return found === null ? null : readPieces(client, keyOf(name), found);
    },
    size: async (name) => (await head(name))?.size ?? null,
    async list() {
      const pages = await listAll(client, { prefix, delimiter: '/' });
      return pages
        .flatMap((xml) => xmlParts(xml, 'CommonPrefixes'))
        .flatMap((part) => xmlTexts(part, 'Prefix'))
        .map((folder) => folder.slice(prefix.length, -1))
        .sort();
    },
    removeFile: (name) => remove(keyOf(name)),
    // The manifest goes first: what is left of a removal that was killed is an incomplete backup.
    async removeAll(backup) {
      await remove(keyOf(`${backup}/manifest.json`));
      const pages = await listAll(client, { prefix: keyOf(`${backup}/`) });
      for (const key of pages.flatMap((xml) => xmlTexts(xml, 'Key'))) await remove(key);
    },
  };
}

/** @throws BackupFailure `file_damaged` when the object is replaced, cut or gone while it is read. */
async function* readPieces(
  client: S3Client,
  key: string,
  { size, etag }: { size: number; etag: string },
): AsyncGenerator<Buffer> {
  for (let from = 0; from < size; from += pieceBytes) {
    const length = Math.min(pieceBytes, size - from);
    const headers = { range: `bytes=${from}-${from + length - 1}` };
    const answer = await client.send({ method: 'GET', key, headers });
    const isSame = answer.headers.get('etag') === etag && answer.body.length === length;
    if (!isSame)
      throw new BackupFailure('file_damaged', `${key} has changed while it was being read`);
    yield answer.body;
  }
}

/** The answers to `ListObjectsV2`, each with up to 1,000 names. */
async function listAll(client: S3Client, wanted: Record<string, string>): Promise<string[]> {
  const pages: string[] = [];
  for (let token: string | undefined; ; ) {
    const more = token === undefined ? {} : { 'continuation-token': token };
    const query = { 'list-type': '2', ...wanted, ...more };
    const { body } = await client.send({ method: 'GET', query });
    const xml = body.toString();
    pages.push(xml);
    token = xmlText(xml, 'NextContinuationToken');
    if (xmlText(xml, 'IsTruncated') !== 'true' || token === undefined) return pages;
  }
}
