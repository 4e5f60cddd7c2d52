/** Serves routes on Express: trace, read, authorise, run, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, type Span, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import cors from 'cors';
import express from 'express';
import type { Database } from '../db.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Problem } from '../problem.ts';
import { contextFrom, failSpan } from '../telemetry.ts';
import type { TokenVerifier } from '../tokens.ts';
import { asProblem, languageOf, problemDocument } from './errors.ts';
import type { EventStreams } from './event-streams.ts';
import { preferredLanguage } from './prefer-language.ts';
import { authorise, readBody, readRequest, requireMediaType } from './read-request.ts';
import { findReplay, keepReplay, type ReplayCache } from './replay-cache.ts';
import type { Mounted, RawRequest, Reply, Route } from './route.ts';
import { checkEvents, sendReply, sendText } from './send-reply.ts';

export interface AppOptions {
  service: string;
  routes: Route[];
  db: Database;
  log: Logger;
  metrics: Metrics;
  tracer: Tracer;
  verifier: Pick<TokenVerifier, 'verify'>;
  replays: ReplayCache;
  streams: EventStreams;
  corsOrigins: string[];
  maxBodyBytes: number;
  requestTimeoutMs: number;
  /** Answers that do not fit their schema fail (tests) instead of being logged. */
  hasStrictAnswers: boolean;
  /** Serves probes and metrics: asked every few seconds, they are neither traced, counted nor logged. */
  addProbes?: (app: express.Express) => void;
  /** Serves documents, which are not part of the API. */
  addPages?: (app: express.Express) => void;
}

type Observed = Pick<AppOptions, 'service' | 'log' | 'metrics' | 'tracer' | 'addProbes'>;

export const apiPrefix = '/api/v1';

/** What one request has gathered so far; kept in `response.locals`. */
interface Exchange {
  span: Span;
  traceId: string;
  /** On the clock of `performance.now()`. */
  startedAt: number;
  /** When a stream began, which may go on for minutes: that is no slow answer. */
  streamedAt?: number;
  route: string;
}

export function createApp(options: AppOptions): express.Express {
  const app = createObservedApp(options);
  options.addPages?.(app);
  if (options.corsOrigins.length > 0) app.use(allowOrigins(options.corsOrigins));
  for (const route of options.routes) {
    const path = `${apiPrefix}${route.spec.path}`;
    app[route.spec.method](path, admit(route), readBody(route, options), serve(route, options));
  }
  app.use(refuseUnknown(options.routes));
  app.use(answerError(options));
  return app;
}

/** Counts, traces and logs every request but the probes'. */
function createObservedApp(options: Observed): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  options.addProbes?.(app);
  app.use(observe(options));
  return app;
}

/** Answers a request, or says that it has no such page. */
export type Pages = (request: IncomingMessage, response: ServerResponse) => boolean;

/** An app without an API, and so without tokens and a database. */
export function createPageApp(options: Observed & { pages: Pages }): express.Express {
  const app = createObservedApp(options);
  app.use((request, response, next) => {
    exchangeOf(response).route = 'page';
    if (!options.pages(request, response)) next();
  });
  app.use(refuseUnknown([]));
  app.use(answerError(options));
  return app;
}

function allowOrigins(origin: string[]): express.RequestHandler {
  return cors({
    origin,
    exposedHeaders: ['X-Trace-Id', 'Idempotency-Replayed', 'ETag', 'Retry-After'],
    maxAge: 600,
  });
}

function exchangeOf(response: express.Response): Exchange {
  return response.locals as Exchange & Record<string, unknown>;
}

/** Starts the span, sets `X-Trace-Id`, and counts and logs the answer when it has been sent. */
function observe({ tracer, metrics, log, service }: Observed): express.RequestHandler {
  return (request, response, next) => {
    const parent = contextFrom(request.get('traceparent'));
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    const exchange: Exchange = {
      span,
      traceId: span.spanContext().traceId,
      startedAt: performance.now(),
      route: 'unknown',
    };
    Object.assign(response.locals, exchange);
    response.set('X-Trace-Id', exchange.traceId);
    response.once('close', () => {
      const { route, streamedAt = performance.now() } = exchangeOf(response);
      const seconds = (streamedAt - exchange.startedAt) / 1000;
      const labels = { method: request.method, route, status: response.statusCode };
      metrics.httpRequests.inc(labels);
      metrics.httpDuration.observe(labels, seconds);
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': response.statusCode,
      });
      // What is traced is logged too, so that a trace and its log can be found by one id.
      const level = span.isRecording() ? 'info' : 'debug';
      span.end();
      log[level]({ service, ...labels, seconds, trace_id: exchange.traceId }, 'answered');
    });
    context.with(trace.setSpan(parent, span), next);
  };
}

/** Whoever is not let in has nothing read. */
function admit({ spec }: Route): express.RequestHandler {
  return (request, response, next) => {
    exchangeOf(response).route = `${apiPrefix}${spec.path}`;
    spec.guard?.({ header: (name) => request.get(name) });
    next();
  };
}

function serve(route: Route, options: AppOptions): express.RequestHandler {
  const run = route.mount(options.db);
  const { spec } = route;
  return async (request, response) => {
    const exchange = exchangeOf(response);
    const caller = await authorise(request, route, options.verifier);
    requireMediaType(request, route);
    const read = readRequest(request, { caller, exchange, route });
    const reply = await answer(run, read, options);
    const documented = { ...options, spec };
    if (reply.text !== undefined) return sendText(response, { ...reply, text: reply.text });
    if (reply.events === undefined) return sendReply(response, reply, documented);
    const { events } = reply;
    exchange.streamedAt = performance.now();
    await options.streams.send(response, {
      events: (signal) => checkEvents(events(signal), documented),
      isAllowed: () =>
        authorise(request, route, options.verifier).then(
          () => true,
          () => false,
        ),
    });
  };
}

/** A request that was answered before is answered the same; any other is run. */
async function answer(run: Mounted, request: RawRequest, options: AppOptions): Promise<Reply> {
  const { idempotency } = request;
  if (idempotency === null) return withinTime(run, request, options);
  const earlier = await findReplay(options.replays, idempotency);
  if (earlier !== undefined) return earlier;
  const reply = await withinTime(run, request, options);
  keepReplay(options.replays, idempotency, reply);
  return reply;
}

/** A handler that hangs must not hold its caller for ever. */
async function withinTime(
  run: Mounted,
  request: RawRequest,
  { requestTimeoutMs }: AppOptions,
): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const detail = 'This took too long. It may still take effect: repeat it with the same key.';
      reject(new Problem('timeout', detail, { retryAfterSeconds: 1 }));
    }, requestTimeoutMs);
  });
  try {
    return await Promise.race([run(request), late]);
  } finally {
    clearTimeout(timer);
  }
}

function refuseUnknown(routes: Route[]): express.RequestHandler {
  const known = routes.map(({ spec }) => ({
    method: spec.method.toUpperCase(),
    pattern: new RegExp(`^${apiPrefix}${spec.path.replace(/:\w+/g, '[^/]+')}/?$`),
  }));
  return (request, response) => {
    const methods = known
      .filter(({ pattern }) => pattern.test(request.path))
      .map(({ method }) => method);
    if (methods.length === 0) throw new Problem('not_found', 'There is nothing at this address.');
    response.set('Allow', methods.join(', '));
    throw new Problem('method_not_allowed', `Use ${methods.join(' or ')} here.`);
  };
}

function answerError({ log, service }: Observed): express.ErrorRequestHandler {
  return (error, request, response, _next) => {
    const problem = asProblem(error);
    const { span, traceId } = exchangeOf(response);
    if (problem.status >= 500) {
      failSpan(span, error);
      const level = problem.code === 'internal' ? 'error' : 'warn';
      log[level]({ err: error, service, method: request.method, path: request.path }, 'failed');
    }
    if (response.headersSent) return void response.destroy();
    const retryAfter = problem.options.retryAfterSeconds;
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
    if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
    const preferred = preferredLanguage(request);
    response
      .status(problem.status)
      .type('application/problem+json')
      .set('Content-Language', languageOf(problem, preferred))
      .send(JSON.stringify(problemDocument(problem, traceId, preferred)));
  };
}
