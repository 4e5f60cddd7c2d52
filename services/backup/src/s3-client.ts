/** Requests to an S3-compatible server: signed, limited in time and size, tried again where that helps. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@balcao/kit/log.ts';
import { AwsV4Signer } from 'aws4fetch';
import { BackupFailure } from './backup-failure.ts';
import { xmlText } from './xml-texts.ts';

export interface S3Settings {
  /** Such as `https://s3.sa-east-1.amazonaws.com`; the bucket is the first part of the path. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface S3Request {
  method: 'GET' | 'PUT' | 'HEAD' | 'POST' | 'DELETE';
  /** Name of the object; none: the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer<ArrayBuffer>;
}

/** A success, or 404. */
export interface S3Answer {
  status: number;
  headers: Headers;
  body: Buffer;
}

export interface S3Client {
  /**
   * @throws BackupFailure `storage_unavailable` when no attempt got an answer, or only such as ask to come back;
   * `storage_refused` at any other answer than a success or 404.
   */
  send(request: S3Request): Promise<S3Answer>;
}

export interface S3Patience {
  attempts?: number;
  /** Of one attempt, its body included: 8 MiB at 70 kB/s. */
  timeoutMs?: number;
  /** Before the second attempt; twice as long before each further one. */
  firstDelayMs?: number;
}

const longestDelayMs = 10_000;
/** A server says so with 400: `RequestTimeout` when it got too little of the body in its time. */
const passingCodes = ['RequestTimeout', 'SlowDown', 'InternalError'];

export function createS3Client(
  settings: S3Settings,
  log: Logger,
  { attempts = 7, timeoutMs = 120_000, firstDelayMs = 200 }: S3Patience = {},
): S3Client {
  return {
    async send(request) {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await attemptOnce(settings, request, timeoutMs);
        if (outcome.isFinal) return accept(request, outcome.answer);
        const { trouble, waitMs } = outcome;
        const what = `${request.method} ${settings.bucket}/${request.key ?? ''}`;
        if (attempt >= attempts)
          throw new BackupFailure('storage_unavailable', `${what}: ${trouble}`);
        log.warn({ what, trouble, attempt }, 'the storage did not do it; it is asked again');
        const ownMs = firstDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
        await delay(Math.min(Math.max(ownMs, waitMs), longestDelayMs));
      }
    },
  };
}

type Outcome =
  | { isFinal: true; answer: S3Answer }
  | { isFinal: false; trouble: string; waitMs: number };

async function attemptOnce(
  settings: S3Settings,
  request: S3Request,
  timeoutMs: number,
): Promise<Outcome> {
  try {
    const { url, headers } = await sign(settings, request);
    const response = await fetch(url, {
      method: request.method,
      headers,
      body: request.body ?? null,
      // Another address would need another signature: it is told rather than followed.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = Buffer.from(await response.arrayBuffer());
    const answer = { status: response.status, headers: response.headers, body };
    if (!isPassing(answer)) return { isFinal: true, answer };
    const waitMs = Number(response.headers.get('retry-after') ?? 0) * 1_000 || 0;
    return { isFinal: false, trouble: describe(answer), waitMs };
  } catch (error) {
    return { isFinal: false, trouble: reasonOf(error), waitMs: 0 };
  }
}

/** The body's sum is signed, so that what a network has damaged or cut is not stored. */
async function sign(settings: S3Settings, { method, key, query, headers, body }: S3Request) {
  const url = new URL(settings.endpoint);
  const path = key === undefined ? settings.bucket : `${settings.bucket}/${key}`;
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const sum = createHash('sha256')
    .update(body ?? '')
    .digest('hex');
  const { region, accessKeyId, secretAccessKey } = settings;
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...headers, 'x-amz-content-sha256': sum },
    service: 's3',
    region,
    accessKeyId,
    secretAccessKey,
  });
  const signed = await signer.sign();
  return { url: signed.url, headers: signed.headers };
}

function isPassing({ status, body }: S3Answer): boolean {
  if (status === 429 || status >= 500) return true;
  // Putting the parts of a large file together answers 200 first, and what became of it in the body.
  const code = xmlText(body.subarray(0, 2_000).toString(), 'Code');
  return (status === 200 || status === 400) && passingCodes.includes(code ?? '');
}

function accept({ method, key }: S3Request, answer: S3Answer): S3Answer {
  const { status, body } = answer;
  const isError = status === 200 && body.subarray(0, 200).includes('<Error>');
  const isNoBucket = status === 404 && body.includes('<Code>NoSuchBucket</Code>');
  const isGood = (status >= 200 && status < 300) || status === 404;
  if (isGood && !isError && !isNoBucket) return answer;
  throw new BackupFailure('storage_refused', `${method} ${key ?? 'bucket'}: ${describe(answer)}`);
}

function describe({ status, body }: S3Answer): string {
  const xml = body.subarray(0, 4_000).toString();
  return [status, xmlText(xml, 'Code'), xmlText(xml, 'Message')]
    .filter((part) => part !== undefined)
    .join(' ');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
