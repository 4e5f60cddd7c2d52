/** A route is one object: validation, authorisation, metrics and OpenAPI all come from it. */
import type { Permission } from '@balcao/contracts/permissions.ts';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import type { z } from 'zod';
import { createBatcher } from '../batcher.ts';
import type { Database, Tx } from '../db.ts';
import type { Problem } from '../problem.ts';
import type { Caller } from '../tokens.ts';
import { type Answer, answerBatch, asReplay, createOnce, runOrSplit } from './answer-batch.ts';
import type { Events } from './event-streams.ts';
import { type IdempotencyClaim, storeSettled } from './idempotency.ts';
import { parseRequest } from './parse-request.ts';
import type { Language } from './prefer-language.ts';

/** What every path of a route stands under. */
export const apiPrefix = '/api/v1';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** Who may call: anybody, anybody logged in, or the roles that have a permission. */
export type Access = 'public' | 'authenticated' | Permission;

export type Schema = z.ZodType | undefined;
export type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** A body that is no JSON: its bytes come as `rawBody`, whatever their encoding. */
export interface Upload {
  /** Media types without parameters. */
  types: readonly [string, ...string[]];
  /** A longer body is refused before it is read to its end. */
  maxBytes: number;
}

export interface RouteSpec<P extends Schema, Q extends Schema, B extends Schema> {
  method: Method;
  /** Under `apiPrefix`, in Express notation: `/orders/:id`. */
  path: string;
  summary: string;
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  /** Where the body may be longer than those of other routes. */
  maxBodyBytes?: number;
  /** Looks at the headers before the body is read, and throws the problem of those who may not go on. */
  guard?: (request: Pick<RawRequest, 'header'>) => void;
  /** In the place of `body`. */
  upload?: Upload;
  /** Status → schema of the body; null for no body, media types for anything that is not JSON. */
  answers: Record<number, z.ZodType | string | readonly string[] | null>;
  /** What a stream tells: name of the event → schema of its data. */
  events?: Record<string, z.ZodType>;
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
  /** Whether the client came by https, if need be to a proxy of ours. */
  isSecure: boolean;
  /** Of what its person reads: what `Accept-Language` prefers. */
  language: Language;
  caller: Caller | null;
  /** On the clock of `performance.now()`. */
  receivedAt: number;
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
  /** `Set-Cookie` headers. They are not kept with the answer of a keyed request: nobody else may get them. */
  cookies?: string[];
  /** In the place of a body that is too long to be held whole; it is sent as it is made. */
  text?: AsyncIterable<string>;
  /** In the place of a body: the answer goes on for as long as there are events. */
  events?: Events;
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
        concurrency: maxBatch === 1 ? Number.POSITIVE_INFINITY : 2,
        lingerMs: maxBatch === 1 ? 0 : lingerMs,
        run: (requests) => runOrSplit(requests, runBatch),
      });
      // What did not settle in the time of its first caller is the answer from now on: repeats get the same. It is
      // stored already, so nobody waits until it is marked as final; a repeat that waits less decides nothing.
      const storeFinal = async (claim: IdempotencyClaim, answer: Answer, reply: Reply) => {
        if (reply !== answer.reply) await storeSettled(db, claim, reply);
        else if (!answer.isReplay) storeSettled(db, claim, reply).catch(() => undefined);
      };
      const answerOne = async (request: Request<P, Q, B>): Promise<Reply> => {
        const answer = await batcher.submit(request);
        if (settle === undefined || answer.isSettled) return answer.reply;
        const reply = await settle(answer.reply, request);
        if (request.idempotency !== null) await storeFinal(request.idempotency, answer, reply);
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
