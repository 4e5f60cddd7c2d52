/** Serves routes on Express: trace, read, authorise, run, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';
import express from 'express';
import type { Database } from '../db.ts';
import { Problem } from '../problem.ts';
import type { TokenVerifier } from '../tokens.ts';
import { answerError, refuseUnknown } from './answer-error.ts';
import type { EventStreams } from './event-streams.ts';
import { exchangeOf, type ObserveOptions, observe } from './observe.ts';
import { authorise, readBody, readRequest, requireMediaType } from './read-request.ts';
import { findReplay, keepReplay, type ReplayCache } from './replay-cache.ts';
import { apiPrefix, type Mounted, type RawRequest, type Reply, type Route } from './route.ts';
import { checkEvents, sendReply, sendText } from './send-reply.ts';

interface Observed extends ObserveOptions {
  /** Serves probes and metrics: asked every few seconds, they are neither traced, counted nor logged. */
  addProbes?: (app: express.Express) => void;
}

export interface AppOptions extends Observed {
  routes: Route[];
  db: Database;
  verifier: Pick<TokenVerifier, 'verify'>;
  replays: ReplayCache;
  streams: EventStreams;
  corsOrigins: string[];
  maxBodyBytes: number;
  requestTimeoutMs: number;
  /** Answers that do not fit their schema fail (tests) instead of being logged. */
  hasStrictAnswers: boolean;
  /** Serves documents, which are not part of the API. */
  addPages?: (app: express.Express) => void;
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
      const pt = 'Demorou demais. Ainda pode ter efeito: repita com a mesma chave.';
      reject(new Problem('timeout', detail, { pt, retryAfterSeconds: 1 }));
    }, requestTimeoutMs);
  });
  try {
    return await Promise.race([run(request), late]);
  } finally {
    clearTimeout(timer);
  }
}
