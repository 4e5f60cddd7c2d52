/** Sends requests to every operation of a shop, and tells what was answered otherwise than documented. */
import fc from 'fast-check';
import type { Role } from '../../services/contracts/permissions.ts';
import { nameOf, type Operation } from './operations.ts';
import { type FuzzRequest, requestOf } from './request-of.ts';
import { type Answer, sendRequest } from './send-request.ts';

export interface FuzzOptions {
  url: string;
  operations: readonly Operation[];
  /** Asked for again when the tokens have expired. */
  logIn: () => Promise<Record<Role, string>>;
  /** In all, or a few more: each operation gets as many. */
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

/** They would end the fuzzer's own session. */
const leftOut = ['DELETE /api/v1/auth/sessions', 'POST /api/v1/auth/logout'];
const concurrency = 8;
/** Every tenth request is somebody else's than the admin's. */
const others: Role[] = ['seller', 'stockist', 'machine'];

export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { url, logIn, onProgress } = options;
  const operations = options.operations.filter((one) => !leftOut.includes(nameOf(one)));
  const pending = rounds(operations, options);
  const sessions = await openSessions(logIn);
  const record = createRecord();
  let next = 0;

  const work = async () => {
    for (let at = next++; at < pending.length; at = next++) {
      const request = pending[at];
      if (request === undefined) return;
      const sent = withKnownIds(request, record.ids);
      const answer = await sendRequest(sent, { url, token: sessions.tokenOf(roleAt(at)) });
      record.note(sent, answer, sessions.ids());
      if (codeOf(answer.text) === 'token_expired') await sessions.renew();
      onProgress?.(at + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { ...record.report(operations), sent: pending.length };
}

const roleAt = (at: number): Role =>
  at % 10 === 0 ? (others[(at / 10) % others.length] ?? 'admin') : 'admin';

/** Round by round, so that what one operation makes is there for the others. */
function rounds(
  operations: readonly Operation[],
  { requests, seed }: Pick<FuzzOptions, 'requests' | 'seed'>,
): FuzzRequest[] {
  const each = Math.ceil(requests / operations.length);
  const queues = operations.map((operation, place) =>
    fc.sample(requestOf(operation), { numRuns: each, seed: seed + place }),
  );
  return Array.from({ length: each }, (_none, round) =>
    queues.flatMap((queue) => queue[round] ?? []),
  ).flat();
}

async function openSessions(logIn: FuzzOptions['logIn']) {
  let tokens = await logIn();
  let renewing: Promise<void> | undefined;
  return {
    tokenOf: (role: Role) => tokens[role],
    /** Who asks, and in which session: what ends either is for others. */
    ids: () => Object.values(tokens).flatMap(idsOf),
    renew() {
      renewing ??= logIn().then((renewed) => {
        tokens = renewed;
        renewing = undefined;
      });
      return renewing;
    },
  };
}

function createRecord() {
  const statuses: Record<number, number> = {};
  const findings = new Map<string, string>();
  const reached = new Set<string>();
  const ids: string[] = [];
  return {
    /** Of what exists. */
    ids,
    note({ operation, ...request }: FuzzRequest, { status, text }: Answer, own: string[]): void {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status >= 200 && status < 300) {
        reached.add(nameOf(operation));
        remember(text, { ids, own });
      }
      if (operation.statuses.has(status) && status < 500) return;
      const what = `${nameOf(operation)}: ${status} ${codeOf(text)}`;
      const example = `${JSON.stringify(request).slice(0, 800)} → ${text.slice(0, 400)}`;
      if (!findings.has(what)) findings.set(what, example);
    },
    report(operations: readonly Operation[]) {
      const unreached = operations.map(nameOf).filter((name) => !reached.has(name));
      return { statuses, findings, unreached };
    },
  };
}

const codeOf = (text: string) => /"code":"(\w+)"/.exec(text)?.[1] ?? '';

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
function withKnownIds({ path, body, ...rest }: FuzzRequest, ids: readonly string[]): FuzzRequest {
  const put = (text: string) =>
    text.replaceAll(
      /known-id(?::|%3A)(\d+)/g,
      (_all, place: string) =>
        ids[Number(place) % Math.max(ids.length, 1)] ?? '00000000-0000-7000-8000-000000000000',
    );
  return { ...rest, path: put(path), body: body && put(body) };
}
