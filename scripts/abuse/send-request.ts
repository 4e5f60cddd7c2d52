/** Sends requests of the fuzzer as a program does: put off, it comes again. */
import { Agent, request as open } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FuzzRequest } from './request-of.ts';

export interface Answer {
  /** 0: none, and `text` says why. */
  status: number;
  text: string;
}

interface Attempt extends Answer {
  /** Whether it says when to come again. */
  isPutOff: boolean;
}

const attempts = 5;
const patienceMs = 60_000;
const agent = new Agent({ keepAlive: true });

/** To the shop at `url`, as the bearer of the token. Never rejects: no answer is one of status 0. */
export async function sendRequest(
  request: FuzzRequest,
  { url, token }: { url: string; token: string },
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await send(request, { url, token }).catch((error: unknown) => ({
      status: 0,
      text: String(error),
      isPutOff: false,
    }));
    if (!answer.isPutOff || attempt === attempts) return answer;
    await delay(1_000);
  }
}

function send(
  { operation, path, headers, body }: FuzzRequest,
  { url, token }: { url: string; token: string },
): Promise<Attempt> {
  return new Promise((resolve, reject) => {
    const outgoing = open(`${url}${path}`, {
      agent,
      method: operation.method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      timeout: patienceMs,
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('it was not answered in a minute')));
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      const status = answer.statusCode ?? 0;
      const isPutOff = status === 503 && answer.headers['retry-after'] !== undefined;
      let text = '';
      const end = () => resolve({ status, text, isPutOff });
      answer.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', end).on('error', end);
      // A stream would not end.
      if (answer.headers['content-type'] === 'text/event-stream') {
        end();
        answer.destroy();
      }
    });
    outgoing.end(body);
  });
}
