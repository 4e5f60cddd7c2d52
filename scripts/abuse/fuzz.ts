/** Sends requests to every operation of a shop, and tells what was answered otherwise than documented. */
import { Agent, request as open } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { Role } from '../../services/contracts/permissions.ts';
import { nameOf, type Operation } from './operations.ts';
import { type FuzzRequest, requestOf } from './request-of.ts';

export interface FuzzOptions {
  url: string;
  operations: readonly Operation[];
  /** Asked for again when the tokens have expired. */
  logIn: () => Promise<Record<Role, string>>;
  /** For each operation. */
  requests: number;
  seed: number;
  onProgress?: (sent: number) => void;
}

export interface FuzzReport {
  sent: number;
  /** How often each status was answered. */
  statuses: Record<number, number>;
  /** What is not as documented, with the request that showed it; each kind once. */
  findings: Map<string, string>;
  /** Operations that never answered 2xx: what is behind their first checks was not reached. */
  unreached: string[];
}

interface Answer {
  status: number;
  text: string;
  /** Whether it says when to come again. */
  isPutOff: boolean;
}

/** They would end the fuzzer's own session. */
const leftOut = ['DELETE /api/v1/auth/sessions', 'POST /api/v1/auth/logout'];
const concurrency = 8;
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
/** Every tenth request is somebody else's than the admin's. */
const others: Role[] = ['seller', 'stockist', 'machine'];

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { requests, seed, onProgress } = options;
  const operations = options.operations.filter((one) => !leftOut.includes(nameOf(one)));
  const report: FuzzReport = { sent: 0, statuses: {}, findings: new Map(), unreached: [] };
  const reached = new Set<string>();
  const ids: string[] = [];
  let tokens = await options.logIn();
  let loggingIn: Promise<void> | undefined;
  const logInAgain = async () => {
    tokens = await options.logIn();
    loggingIn = undefined;
  };
  const queues = operations.map((operation, place) =>
    fc.sample(requestOf(operation), { numRuns: requests, seed: seed + place }),
  );
  // Round by round, so that what one operation makes is there for the others.
  const pending = Array.from({ length: requests }, (_none, round) =>
    queues.flatMap((queue) => queue[round] ?? []),
  ).flat();
  let next = 0;

  const work = async () => {
    for (let at = next++; at < pending.length; at = next++) {
      const request = pending[at];
      if (request === undefined) return;
      const role = at % 10 === 0 ? others[(at / 10) % others.length] : 'admin';
      const sent = named(request, ids);
      const answer = await untilTaken(() => send(options.url, sent, tokens[role ?? 'admin']));
      note(sent, answer);
      if (codeOf(answer.text) === 'token_expired') {
        loggingIn ??= logInAgain();
        await loggingIn;
      }
      report.sent += 1;
      onProgress?.(report.sent);
    }
  };

  function note({ operation, ...request }: FuzzRequest, { status, text }: Answer): void {
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    if (status < 300) {
      reached.add(nameOf(operation));
      remember(text, { ids, own: Object.values(tokens).flatMap(idsOf) });
    }
    const isDocumented = operation.statuses.has(status) && status < 500;
    const what = `${nameOf(operation)}: ${status} ${codeOf(text)}`;
    if (!isDocumented && !report.findings.has(what)) {
      report.findings.set(what, `${JSON.stringify(request).slice(0, 800)} → ${text.slice(0, 400)}`);
    }
  }

  await Promise.all(Array.from({ length: concurrency }, work));
  report.unreached = operations.map(nameOf).filter((name) => !reached.has(name));
  return report;
}

/** What a shop under load puts off is asked again, as a till does. */
async function untilTaken(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (!answer.isPutOff || attempt === 5) return answer;
    await delay(1_000);
  }
}

const codeOf = (text: string) => /"code":"(\w+)"/.exec(text)?.[1] ?? '';

/** Who asks, and in which session: what ends either is for others. */
function idsOf(token: string): string[] {
  const { sub, sid } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return [sub, sid];
}

/** Keeps ids of answers, the latest in the place of the oldest. */
function remember(text: string, { ids, own }: { ids: string[]; own: string[] }): void {
  for (const [, id = ''] of text.slice(0, 20_000).matchAll(/"(?:id|\w+Id)":"([0-9a-f-]{36})"/g)) {
    if (ids.includes(id) || own.includes(id)) continue;
    if (ids.length > 300) ids.shift();
    ids.push(id);
  }
}

/** With ids of what exists. */
function named({ path, body, ...rest }: FuzzRequest, ids: readonly string[]): FuzzRequest {
  const put = (text: string) =>
    text.replaceAll(
      /known-id(?::|%3A)(\d+)/g,
      (_all, place: string) =>
        ids[Number(place) % Math.max(ids.length, 1)] ?? '00000000-0000-7000-8000-000000000000',
    );
  return { ...rest, path: put(path), body: body && put(body) };
}

function send(url: string, request: FuzzRequest, token: string): Promise<Answer> {
  const { operation, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = open(
      `${url}${path}`,
      {
        agent,
        method: operation.method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        timeout: 60_000,
      },
      (answer) => {
        const status = answer.statusCode ?? 0;
        const isPutOff = status === 503 && answer.headers['retry-after'] !== undefined;
        const isStream = answer.headers['content-type'] === 'text/event-stream';
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        answer
          .on('end', () => resolve({ status, text, isPutOff }))
          .on('error', () => resolve({ status, text, isPutOff }));
        // It would not end.
        if (isStream) {
          resolve({ status, text, isPutOff });
          answer.destroy();
        }
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${path} was not answered`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
