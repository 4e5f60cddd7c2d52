/** Calls the shop's public API as one of its people, over connections that stay open. */
import { Agent, request } from 'node:http';

export interface Api {
  /** Answers the body. Throws with the problem's text when the answer is no success. */
  get(path: string): Promise<unknown>;
  post(path: string, body?: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
}

export interface ApiConnections {
  /** Without a token: as anybody. */
  as(token: string | null): Api;
  close(): void;
}

const timeoutMs = 60_000;
const maxSockets = 64;

export function connectApi(url: string): ApiConnections {
  const agent = new Agent({ keepAlive: true, maxSockets });
  return {
    as(token) {
      const call = (method: string) => async (path: string, body?: unknown) => {
        const { status, text } = await send(new URL(`/api/v1${path}`, url), {
          agent,
          method,
          token,
          content: body === undefined ? null : JSON.stringify(body),
        });
        if (status < 200 || status > 299) {
          throw new Error(`${method} ${path} was answered ${status}: ${text}`);
        }
        return text === '' ? null : JSON.parse(text);
      };
      return { get: call('GET'), post: call('POST'), put: call('PUT') };
    },
    close: () => agent.destroy(),
  };
}

interface Call {
  agent: Agent;
  method: string;
  token: string | null;
  content: string | null;
}

function send(
  url: URL,
  { agent, method, token, content }: Call,
): Promise<{ status: number; text: string }> {
  const headers = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(content === null
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
  };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = request(url, { agent, method, headers, signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(content ?? undefined);
  });
}
