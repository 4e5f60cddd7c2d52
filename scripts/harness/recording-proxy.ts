/** A proxy before a shop that keeps what was written through it: when, by whom, with which answer. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface RecordedWrite {
  /** When it came, and when its answer had come; milliseconds since 1970. */
  atMs: number;
  answeredMs: number;
  method: string;
  path: string;
  status: number;
  /** `id` of the body of a POST. */
  id: string | undefined;
  /** Tells callers apart: each term of each operator has tokens of its own. */
  token: string;
}

export interface RecordingProxy {
  url: string;
  /** In the order of their answers. */
  writes: RecordedWrite[];
  /** All requests so far, reads too. */
  requests(): number;
  /** From then on every connection is ended, until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const writes: RecordedWrite[] = [];
  const agent = new Agent({ keepAlive: true });
  let requests = 0;
  let isCut = false;

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const atMs = Date.now();
    if (isCut) return void incoming.socket.destroy();
    const { method = '', url: path = '', headers } = incoming;
    const body = await buffer(incoming);
    const outgoing = request(new URL(path, target), { method, headers, agent });
    outgoing.end(body);
    const [answer]: IncomingMessage[] = await once(outgoing, 'response');
    if (answer === undefined) return;
    const { statusCode: status = 0 } = answer;
    const content = await buffer(answer);
    if (method !== 'GET' && !path.includes('/auth/')) {
      const token = headers.authorization ?? '';
      const id = idOf(body);
      writes.push({ atMs, answeredMs: Date.now(), method, path, status, id, token });
    }
    if (isCut) return void incoming.socket.destroy();
    response.writeHead(status, answer.headers).end(content);
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => incoming.socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : '';
  return {
    url: `http://127.0.0.1:${port}`,
    writes,
    requests: () => requests,
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    mend() {
      isCut = false;
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function idOf(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  const value: unknown = JSON.parse(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  return typeof value.id === 'string' ? value.id : undefined;
}
