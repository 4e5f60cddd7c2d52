/** Checks a request's Signature Version 4 as S3 does, written from its documentation and apart from the client's. */
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

/** Null when it is right, else S3's code for what is wrong. */
export function findSignatureFault(
  request: IncomingMessage,
  body: Buffer,
  { accessKeyId, secretAccessKey, region }: Keys,
): string | null {
  const given = /^AWS4-HMAC-SHA256 Credential=([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/;
  const [, credential = '', signedHeaders = '', signature] =
    given.exec(request.headers.authorization ?? '') ?? [];
  const [id, day = '', ...scope] = credential.split('/');
  if (id !== accessKeyId) return 'InvalidAccessKeyId';
  if (scope.join('/') !== `${region}/s3/aws4_request`) return 'AuthorizationHeaderMalformed';
  const sum = header(request, 'x-amz-content-sha256');
  if (sum !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const date = header(request, 'x-amz-date');
  const at = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (!(Math.abs(Date.now() - at) < 900_000)) return 'RequestTimeTooSkewed';
  const names = signedHeaders.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name)))
    return 'AccessDenied';
  const url = new URL(request.url ?? '/', 'http://server');
  const canonical = [
    request.method,
    url.pathname
      .split('/')
      .map((part) => encode(decodeURIComponent(part)))
      .join('/'),
    [...url.searchParams]
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${header(request, name).trim()}`),
    '',
    signedHeaders,
    sum,
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, [day, ...scope].join('/'), sha256(canonical)].join('\n');
  const key = [day, ...scope].reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const expected = createHmac('sha256', key).update(text).digest('hex');
  return expected === signature ? null : 'SignatureDoesNotMatch';
}

const header = (request: IncomingMessage, name: string) => String(request.headers[name] ?? '');

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
