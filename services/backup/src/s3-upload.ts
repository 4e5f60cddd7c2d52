/** Stores one object, whole or not at all: at once where it is small, else in parts that are put together at the end. */
import { BackupFailure } from './backup-failure.ts';
import { inPieces } from './in-pieces.ts';
import type { S3Answer, S3Client } from './s3-client.ts';
import { xmlText } from './xml-texts.ts';

/** The least that a part may have is 5 MiB; of 10,000 parts at most, a file has 78 GiB. All have one size: some servers ask it. */
const partBytes = 8 * 1024 * 1024;

/** Holds two parts in memory at most. @throws BackupFailure of the client; whatever `content` throws. */
export async function uploadObject(
  client: S3Client,
  key: string,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  let upload: Upload | null = null;
  try {
    for await (const { piece, isLast } of inPieces(content, partBytes)) {
      if (isLast && upload === null)
        return void requireDone(key, await client.send({ method: 'PUT', key, body: piece }));
      upload ??= await beginUpload(client, key);
      await upload.add(piece);
    }
    await upload?.finish();
  } catch (error) {
    // What stays of one that cannot be told either is the bucket's lifecycle to remove.
    await upload?.abort().catch(() => undefined);
    throw error;
  }
}

interface Upload {
  add(piece: Buffer<ArrayBuffer>): Promise<void>;
  finish(): Promise<void>;
  abort(): Promise<void>;
}

async function beginUpload(client: S3Client, key: string): Promise<Upload> {
  const begun = requireDone(
    key,
    await client.send({ method: 'POST', key, query: { uploads: '' } }),
  );
  const uploadId = xmlText(begun.body.toString(), 'UploadId');
  if (uploadId === undefined)
    throw new BackupFailure('storage_refused', `${key}: the upload has no id`);
  const etags: string[] = [];
  let size = 0;
  return {
    async add(piece) {
      const query = { partNumber: String(etags.length + 1), uploadId };
      const answer = await client.send({ method: 'PUT', key, query, body: piece });
      etags.push(requireDone(key, answer).headers.get('etag') ?? '');
      size += piece.length;
    },
    async finish() {
      const parts = etags.map((etag, n) => {
        return `<Part><PartNumber>${n + 1}</PartNumber><ETag>${etag}</ETag></Part>`;
      });
      const body = Buffer.from(
        `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`,
      );
      const answer = await client.send({ method: 'POST', key, query: { uploadId }, body });
      // An upload that is not known is one whose first answer was lost, if the object is there as it should be.
      if (answer.status === 404 && (await sizeOf(client, key)) === size) return;
      requireDone(key, answer);
    },
    async abort() {
      await client.send({ method: 'DELETE', key, query: { uploadId } });
    },
  };
}

/** Bytes; null where there is no such object. */
async function sizeOf(client: S3Client, key: string): Promise<number | null> {
  const { status, headers } = await client.send({ method: 'HEAD', key });
  return status === 404 ? null : Number(headers.get('content-length'));
}

function requireDone(key: string, answer: S3Answer): S3Answer {
  if (answer.status !== 404) return answer;
  throw new BackupFailure('storage_refused', `${key}: 404, the upload or its bucket is gone`);
}
