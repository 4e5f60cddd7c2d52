/** What the S3 server of the tests does with its objects, which are files of a folder: a test can look at and damage them. */
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { xmlParts, xmlText } from '../src/xml-texts.ts';

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: Buffer | string;
}

export interface Call {
  method: string;
  key: string;
  query: URLSearchParams;
  range: string | undefined;
  body: Buffer;
}

const smallestPart = 5 * 1024 * 1024;

export function createObjects(folder: string, pageSize: number) {
  const uploads = new Map<string, Map<number, Buffer>>();
  const pathOf = (key: string) => join(folder, key);
  const isThere = (key: string) => existsSync(pathOf(key)) && statSync(pathOf(key)).isFile();

  function put(key: string, body: Buffer): string {
    mkdirSync(dirname(pathOf(key)), { recursive: true });
    writeFileSync(pathOf(key), body);
    return etagOf(body);
  }

  function get({ key, range, method }: Call): Reply {
    if (!isThere(key)) return refusal(404, 'NoSuchKey');
    const all = readFileSync(pathOf(key));
    const headers = { etag: etagOf(all) };
    if (method === 'HEAD') return { status: 200, headers, body: all };
    const [, from = 0, to = all.length] = (/^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? []).map(
      Number,
    );
    return { status: range === undefined ? 200 : 206, headers, body: all.subarray(from, to + 1) };
  }

  function complete({ key, query, body }: Call): Reply {
    const uploadId = query.get('uploadId') ?? '';
    const parts = uploads.get(uploadId);
    if (parts === undefined) return refusal(404, 'NoSuchUpload');
    const wanted = xmlParts(body.toString(), 'Part').map((part) => ({
      bytes: parts.get(Number(xmlText(part, 'PartNumber'))) ?? Buffer.alloc(0),
      etag: xmlText(part, 'ETag'),
    }));
    if (wanted.some(({ bytes, etag }) => etagOf(bytes) !== etag))
      return refusal(400, 'InvalidPart');
    if (wanted.slice(0, -1).some(({ bytes }) => bytes.length < smallestPart))
      return refusal(400, 'EntityTooSmall');
    put(key, Buffer.concat(wanted.map(({ bytes }) => bytes)));
    uploads.delete(uploadId);
    return { status: 200, body: '<CompleteMultipartUploadResult/>' };
  }

  function list({ query }: Call): Reply {
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')];
    const after = query.get('continuation-token') ?? '';
    const keys = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .filter((key) => key.startsWith(prefix));
    const rolled = keys.map((key) => {
      const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
      return end === -1 ? key : key.slice(0, end + 1);
    });
    const names = [...new Set(rolled)].sort().filter((name) => `&${name}` > after);
    const page = names.slice(0, pageSize);
    const isTruncated = names.length > pageSize;
    const items = page.map((name) =>
      name.endsWith('/')
        ? `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`
        : `<Contents><Key>${name}</Key></Contents>`,
    );
    // A token that has to be decoded, as those of real servers may.
    const next = isTruncated
      ? `<NextContinuationToken>&amp;${page.at(-1)}</NextContinuationToken>`
      : '';
    return {
      status: 200,
      body: `<ListBucketResult><Prefix>${prefix}</Prefix><IsTruncated>${isTruncated}</IsTruncated>${next}${items.join('')}</ListBucketResult>`,
    };
  }

  function change(call: Call): Reply {
    const { method, key, query, body } = call;
    const parts = uploads.get(query.get('uploadId') ?? '');
    if (method === 'POST' && query.has('uploads')) {
      const uploadId = randomUUID();
      uploads.set(uploadId, new Map());
      return { status: 200, body: `<R><UploadId>${uploadId}</UploadId></R>` };
    }
    if (method === 'POST') return complete(call);
    if (method === 'DELETE' && query.has('uploadId')) {
      return { status: uploads.delete(query.get('uploadId') ?? '') ? 204 : 404 };
    }
    if (method === 'DELETE') {
      rmSync(pathOf(key), { force: true });
      return { status: 204 };
    }
    if (!query.has('uploadId')) return { status: 200, headers: { etag: put(key, body) } };
    parts?.set(Number(query.get('partNumber')), body);
    return parts === undefined
      ? refusal(404, 'NoSuchUpload')
      : { status: 200, headers: { etag: etagOf(body) } };
  }

  return {
    answer(call: Call): Reply {
      if (call.method === 'HEAD') return get(call);
      if (call.method === 'GET') return call.key === '' ? list(call) : get(call);
      return change(call);
    },
    /** Uploads that were begun and neither ended nor given up. */
    openUploads: () => uploads.size,
  };
}

export const refusal = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>no: ${code}</Message></Error>`,
});

const etagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;
