/** A route is one object: validation, authorisation, metrics and OpenAPI all come from it. */
import type { Permission } from '@balcao/contracts/permissions.ts';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import { z } from 'zod';
import { createBatcher } from '../batcher.ts';
import type { Database, Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Caller } from '../tokens.ts';
import {
  claimKeys,
  type IdempotencyClaim,
  releaseKeys,
  type StoredReply,
  saveReplies,
  storeSettled,
} from './idempotency.ts';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** Who may call: anybody, anybody logged in, or the roles that have a permission. */
export type Access = 'public' | 'authenticated' | Permission;

type Schema = z.ZodType | undefined;
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

export interface RouteSpec<P extends Schema, Q extends Schema, B extends Schema> {
  method: Method;
  /** Under `/api/v1`, in Express notation: `/orders/:id`. */
  path: string;
  summary: string;
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  /** Status → schema of the body; null for no body, a media type for anything that is not JSON. */
  answers: Record<number, z.ZodType | string | null>;
  /** Problem codes beside those that the other members imply. */
  problems?: ProblemCode[];
}

export type AnyRouteSpec = RouteSpec<Schema, Schema, Schema>;

/** A request as it came in: authorised, not yet parsed. */
export interface RawRequest {
  params: unknown;
  query: unknown;
  body: unknown;
  rawBody: Buffer | undefined;
  header(name: string): string | undefined;
  ip: string;
  caller: Caller | null;
  traceparent: string | null;
  idempotency: IdempotencyClaim | null;
}

export interface Request<P extends Schema, Q extends Schema, B extends Schema>
  extends Omit<RawRequest, 'params' | 'query' | 'body' | 'caller'> {
  params: Output<P>;
  query: Output<Q>;
  body: Output<B>;
  /** Throws `unauthenticated` on a public route that was called without a token. */
  caller: Caller;
}

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type Mounted = (request: RawRequest) => Promise<Reply>;

export interface Route {
  spec: AnyRouteSpec;
  /** Whether it honours `Idempotency-Key`. */
  isIdempotent: boolean;
  mount(db: Database): Mounted;
}

/** Runs after the commit and may replace the answer: how a route waits for what it started. */
export type Settle<P extends Schema, Q extends Schema, B extends Schema> = (
  reply: Reply,
  request: Request<P, Q, B>,
) => Promise<Reply>;

/** A route that changes nothing, or that keeps its own transactions. */
export function readRoute<P extends Schema, Q extends Schema, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  handle: (request: Request<P, Q, B>) => Promise<Reply>,
): Route {
  return {
    spec,
    isIdempotent: false,
    mount: () => async (raw) => handle(parseRequest(spec, raw)),
  };
}

/** A route whose effect, `Idempotency-Key` and stored answer are one transaction. */
export function writeRoute<P extends Schema, Q extends Schema, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  handle: (tx: Tx, request: Request<P, Q, B>) => Promise<Reply>,
  settle?: Settle<P, Q, B>,
): Route {
  return batchRoute(
    spec,
    async (tx, requests) => {
      const outcomes: Outcome[] = [];
      for (const request of requests) outcomes.push(await handle(tx, request));
      return outcomes;
    },
    settle,
    1,
  );
}

/** A request's answer, or the reason why it had no effect. */
export type Outcome = Reply | Problem;

/** Far below what a person notices; what it saves is a commit, and all the steps that follow, per request. */
const lingerMs = 5;

/**
 * A route for hot writes: requests that arrive together share one transaction. A Problem as an outcome
 * means that this request changed nothing; a thrown error makes each request run on its own.
 */
export function batchRoute<P extends Schema, Q extends Schema, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  handle: (tx: Tx, requests: Request<P, Q, B>[]) => Promise<Outcome[]>,
  settle?: Settle<P, Q, B>,
  maxBatch = 100,
): Route {
  return {
    spec,
    isIdempotent: spec.method === 'post',
    mount(db) {
      const isSettled = settle === undefined;
      const runBatch = (requests: Request<P, Q, B>[]) =>
        db.transaction((tx) => answerBatch(tx, { requests, handle, isSettled }));
      const batcher = createBatcher<Request<P, Q, B>, Answer>({
        maxSize: maxBatch,
        concurrency: maxBatch === 1 ? Number.POSITIVE_INFINITY : 1,
        lingerMs: maxBatch === 1 ? 0 : lingerMs,
        run: (requests) => runOrSplit(requests, runBatch),
      });
      const answerOne = async (request: Request<P, Q, B>): Promise<Reply> => {
        const answer = await batcher.submit(request);
        if (settle === undefined || answer.isSettled) return answer.reply;
        const reply = await settle(answer.reply, request);
        if (request.idempotency !== null) await storeSettled(db, request.idempotency, reply);
        return answer.isReplay ? asReplay(reply) : reply;
      };
      const once = createOnce();
      return async (raw) => {
        const request = parseRequest(spec, raw);
        return once(request.idempotency, () => answerOne(request));
      };
    },
  };
}

/** Concurrent repeats within this process wait for the first instead of holding a connection each. */
function createOnce() {
  const inFlight = new Map<string, { fingerprint: string; reply: Promise<Reply> }>();
  return async (claim: IdempotencyClaim | null, work: () => Promise<Reply>): Promise<Reply> => {
    if (claim === null) return work();
    const first = inFlight.get(claim.id);
    if (first?.fingerprint === claim.fingerprint) return asReplay(await first.reply);
    if (first !== undefined) throw keyReused();
    const reply = work().finally(() => inFlight.delete(claim.id));
    inFlight.set(claim.id, { fingerprint: claim.fingerprint, reply });
    return reply;
  };
}

function asReplay(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, 'Idempotency-Replayed': 'true' } };
}

function keyReused(): Problem {
  return new Problem(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Use a new key.',
  );
}

interface Answer {
  reply: Reply;
  isSettled: boolean;
  isReplay: boolean;
}

async function runOrSplit<R>(
  requests: R[],
  run: (requests: R[]) => Promise<PromiseSettledResult<Answer>[]>,
): Promise<PromiseSettledResult<Answer>[]> {
  try {
    return await run(requests);
  } catch (error) {
    if (requests.length === 1 || isUnavailable(error)) throw error;
    const alone = await Promise.allSettled(requests.map((request) => run([request])));
    return alone.map((result) => (result.status === 'fulfilled' ? first(result.value) : result));
  }
}

function first(results: PromiseSettledResult<Answer>[]): PromiseSettledResult<Answer> {
  const [result] = results;
  if (result === undefined) throw new Error('a batch of one gave no outcome');
  return result;
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'unavailable';
}

interface BatchWork<R> {
  requests: R[];
  handle: (tx: Tx, requests: R[]) => Promise<Outcome[]>;
  isSettled: boolean;
}

/** Claims the keys, handles what is new, and stores the answers. */
async function answerBatch<R extends { idempotency: IdempotencyClaim | null }>(
  tx: Tx,
  { requests, handle, isSettled }: BatchWork<R>,
): Promise<PromiseSettledResult<Answer>[]> {
  const claims = requests.flatMap(({ idempotency }) => idempotency ?? []);
  const earlier = claims.length === 0 ? new Map() : await claimKeys(tx, claims);
  const news = requests.filter(({ idempotency }) => !isKnown(earlier, idempotency));
  const outcomes = news.length === 0 ? [] : await handle(tx, news);
  const byRequest = new Map(news.map((request, index) => [request, outcomes[index]]));
  if (claims.length > 0) await keepOutcomes(tx, byRequest, isSettled);
  return requests.map((request) => {
    const stored = request.idempotency && earlier.get(request.idempotency.id);
    return stored
      ? replay(stored, request.idempotency)
      : settled(byRequest.get(request), isSettled);
  });
}

function isKnown(earlier: Map<string, StoredReply>, claim: IdempotencyClaim | null): boolean {
  return claim !== null && earlier.has(claim.id);
}

async function keepOutcomes<R extends { idempotency: IdempotencyClaim | null }>(
  tx: Tx,
  outcomes: Map<R, Outcome | undefined>,
  isSettled: boolean,
): Promise<void> {
  const replies: { claim: IdempotencyClaim; reply: Reply }[] = [];
  const failed: IdempotencyClaim[] = [];
  for (const [{ idempotency: claim }, outcome] of outcomes) {
    if (claim === null || outcome === undefined) continue;
    if (outcome instanceof Problem) failed.push(claim);
    else replies.push({ claim, reply: outcome });
  }
  if (replies.length > 0) await saveReplies(tx, replies, isSettled);
  if (failed.length > 0) await releaseKeys(tx, failed);
}

function settled(outcome: Outcome | undefined, isSettled: boolean): PromiseSettledResult<Answer> {
  if (outcome === undefined) return { status: 'rejected', reason: new Error('no outcome') };
  if (outcome instanceof Problem) return { status: 'rejected', reason: outcome };
  return { status: 'fulfilled', value: { reply: outcome, isSettled, isReplay: false } };
}

function replay(stored: StoredReply, claim: IdempotencyClaim | null): PromiseSettledResult<Answer> {
  if (stored.fingerprint !== claim?.fingerprint) {
    return { status: 'rejected', reason: keyReused() };
  }
  const { reply, isSettled } = stored;
  return {
    status: 'fulfilled',
    value: { reply: asReplay(reply), isSettled, isReplay: true },
  };
}

function parseRequest<P extends Schema, Q extends Schema, B extends Schema>(
  spec: RouteSpec<P, Q, B>,
  raw: RawRequest,
): Request<P, Q, B> {
  const issues: { path: string; message: string }[] = [];
  const params = parsePart<P>(spec.params, raw.params, { prefix: 'params', issues });
  const query = parsePart<Q>(spec.query, raw.query, { prefix: 'query', issues });
  const body = parsePart<B>(spec.body, raw.body, { prefix: '', issues });
  if (issues.length > 0) {
    const [{ path, message } = { path: '', message: '' }] = issues;
    const detail = `The request is not valid: ${path === '' ? '' : `${path}: `}${message}`;
    throw new Problem('validation_failed', detail, { errors: issues });
  }
  return {
    params,
    query,
    body,
    rawBody: raw.rawBody,
    header: raw.header,
    ip: raw.ip,
    traceparent: raw.traceparent,
    idempotency: raw.idempotency,
    get caller() {
      if (raw.caller === null) throw new Problem('unauthenticated', 'Log in first.');
      return raw.caller;
    },
  };
}

function parsePart<S extends Schema>(
  schema: S | undefined,
  value: unknown,
  { prefix, issues }: { prefix: string; issues: { path: string; message: string }[] },
): Output<S> {
  // The one place where the compiler cannot follow that "no schema" means "no value".
  if (schema === undefined) return undefined as Output<S>;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as Output<S>;
  for (const issue of parsed.error.issues) {
    issues.push({
      path: z.core.toDotPath([...(prefix ? [prefix] : []), ...issue.path]),
      message: issue.message,
    });
  }
  return undefined as Output<S>;
}
