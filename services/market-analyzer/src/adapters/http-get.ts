/** Asks a provider over HTTP: the whole text of a good answer, or a fault that says what kind of trouble it is. */
import { ProviderFault } from './provider-fault.ts';

export interface Ask {
  url: string;
  headers?: Record<string, string>;
}

/** Answers the body; rejects with a ProviderFault, or with the signal's reason once it is aborted. */
export type Fetch = (ask: Ask, signal: AbortSignal) => Promise<string>;

/** Ten years of a daily series are some 100 kB. */
const maxBytes = 2 * 1024 * 1024;
const longestRetryAfterMs = 86_400_000;

/** `timeoutMs` holds for the whole answer: a provider that sends its body drop by drop is as good as away. */
export function createFetch(timeoutMs: number): Fetch {
  return async ({ url, headers = {} }, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        headers: { accept: 'application/json', ...headers },
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout]),
      });
      const text = await readText(response);
      if (response.ok) return text;
      throw faultOf(response, text);
    } catch (error) {
      if (error instanceof ProviderFault) throw error;
      signal.throwIfAborted();
      const what = timeout.aborted ? `did not answer within ${timeoutMs} ms` : 'cannot be reached';
      throw new ProviderFault('unavailable', `the provider ${what}`, { cause: error });
    }
  };
}

/** Rejects as soon as the body is longer than any good one. */
async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new ProviderFault('broken', 'the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function faultOf({ status, headers }: Response, text: string): ProviderFault {
  const message = `the provider answered ${status}: ${text.replace(/\s+/g, ' ').slice(0, 200)}`;
  if (status === 429) {
    const retryAfterMs = readRetryAfter(headers.get('retry-after'));
    return new ProviderFault('limited', message, { retryAfterMs });
  }
  const isPassing = status >= 500 || status === 408;
  return new ProviderFault(isPassing ? 'unavailable' : 'refused', message);
}

/** Seconds or a date (RFC 9110, 10.2.3), in milliseconds from now, a day at most; null for anything else. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestRetryAfterMs);
}
