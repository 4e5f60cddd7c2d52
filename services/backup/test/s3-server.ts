/** An S3 server for tests: it checks signatures, takes parts, pages its lists, and fails in the ways of real ones. */
import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Call, createObjects, type Reply, refusal } from './s3-objects.ts';
import { findSignatureFault } from './s3-signature.ts';

export type Fault =
  /** 503, with the code that asks to come back. */
  | 'slow-down'
  /** The connection ends while the body is coming in. */
  | 'cut-upload'
  /** The connection ends while the body is going out. */
  | 'cut-download'
  /** It is done, and the answer never comes. */
  | 'lost-answer'
  /** 200, and in its body that it was not done. */
  | 'error-in-200'
  /** Nothing comes. */
  | 'silence';

export interface S3Server {
  settings: {
    endpoint: string;
    bucket: string;
    region: string;
    accessKeyId: string;
    secretAccessKey: string;
  };
  /** Where the bucket's objects are. */
  folder: string;
  /** The next `times` requests of this kind fail so; kinds are as in `requests`. */
  fail(fault: Fault, kind: RegExp, times: number): void;
  /** What was asked: `PUT name?query`. */
  requests: string[];
  openUploads(): number;
  stop(): Promise<void>;
}

export async function startS3Server(home: string, pageSize = 3): Promise<S3Server> {
  const keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'a/secret+key=', region: 'sa-east-1' };
  const bucket = 'shop-backups';
  const folder = join(home, bucket);
  mkdirSync(folder, { recursive: true });
  const objects = createObjects(folder, pageSize);
  const faults: { fault: Fault; kind: RegExp; times: number }[] = [];
  const requests: string[] = [];

  function nextFault(kind: string): Fault | undefined {
    const found = faults.find((entry) => entry.times > 0 && entry.kind.test(kind));
    if (found === undefined) return undefined;
    found.times -= 1;
    return found.fault;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://server');
    const [, of, ...path] = url.pathname.split('/').map(decodeURIComponent);
    const call = {
      method: request.method ?? '',
      key: path.join('/'),
      query: url.searchParams,
      range: request.headers.range,
    };
    const kind = `${call.method} ${call.key}${url.search}`;
    requests.push(kind);
    const fault = nextFault(kind);
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      if (fault === 'cut-upload') return void request.socket.destroy();
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const wrong = findSignatureFault(request, body, keys);
    if (wrong !== null) return reply(response, refusal(403, wrong));
    if (of !== bucket) return reply(response, refusal(404, 'NoSuchBucket'));
    if (fault === 'silence') return;
    if (fault === 'slow-down') return reply(response, refusal(503, 'SlowDown'));
    if (fault === 'error-in-200') return reply(response, { ...refusal(200, 'InternalError') });
    const answer = objects.answer({ ...call, body } satisfies Call);
    if (fault === 'lost-answer') return void request.socket.destroy();
    reply(response, answer, fault === 'cut-download');
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    settings: { endpoint: `http://127.0.0.1:${port}`, bucket, ...keys },
    folder,
    fail: (fault, kind, times) => void faults.push({ fault, kind, times }),
    requests,
    openUploads: objects.openUploads,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(
  response: ServerResponse,
  { status, headers = {}, body = '' }: Reply,
  isCut = false,
): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (!isCut) return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}
