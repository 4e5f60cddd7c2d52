/** One HTTP POST to somebody else's server: never into a private network, never through a redirect, never for long. */
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type AddressGuard, AddressRefused } from './address-guard.ts';

export interface Letter {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface Answer {
  status: number;
  retryAfter: string | undefined;
  /** The first 16 KiB, or what came of them: the status alone says whether the letter was taken. */
  text: string;
}

/** Rejects when there is no answer. */
export type Post = (letter: Letter, signal: AbortSignal) => Promise<Answer>;

const maxAnswerBytes = 16_384;

export function createPost(guard: AddressGuard): Post {
  return async ({ url, headers, body }, signal) => {
    const target = new URL(url);
    const refusal = guard.refusalOf(target);
    if (refusal !== undefined) throw new AddressRefused(refusal);
    const length = String(Buffer.byteLength(body));
    const options = {
      method: 'POST',
      headers: { 'content-length': length, 'user-agent': 'balcao', ...headers },
      lookup: guard.lookup,
      // A connection of its own: none that was kept can have died in the meantime.
      agent: false,
      signal,
    };
    const send = target.protocol === 'https:' ? requestHttps : requestHttp;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      send(target, options).on('response', resolve).on('error', reject).end(body);
    });
    const { statusCode: status = 0, headers: answered } = response;
    return { status, retryAfter: answered['retry-after'], text: await readText(response) };
  };
}

/** Of an answer that breaks off what has come; an endless one is cut off. */
async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxAnswerBytes) break;
    }
  } catch {
    // The status has come, and with it the decision.
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxAnswerBytes);
}
