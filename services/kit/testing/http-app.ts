/** Routes served over HTTP for tests of the kit: no consumers, no relay, tokens of the test's own. */
import type { Database } from '../db.ts';
import { type AppOptions, createApp } from '../http/app.ts';
import { createEventStreams } from '../http/event-streams.ts';
import { createReplayCache } from '../http/replay-cache.ts';
import type { Route } from '../http/route.ts';
import { listen } from '../http/server.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { createTelemetry } from '../telemetry.ts';
import { createTokenVerifier, type TokenVerifier } from '../tokens.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { silentLog } from './kit-database.ts';
import { createTestTokens, type TestTokens } from './tokens.ts';

export interface TestApp {
  url: string;
  tokens: TestTokens;
  verifier: TokenVerifier;
  metrics: Metrics;
  /** Calls without a token. */
  anonymous: ApiClient;
  as(role: 'admin' | 'seller' | 'stockist', userId?: string): ApiClient;
  stop(): Promise<void>;
}

export interface TestAppOptions {
  routes: Route[];
  db: Database;
  /** Given to two apps they take each other's tokens, as two replicas do. */
  tokens?: TestTokens;
  overrides?: Partial<AppOptions>;
}

export async function startTestApp(options: TestAppOptions): Promise<TestApp> {
  const { routes, db, tokens = createTestTokens(), overrides = {} } = options;
  const verifier = createTokenVerifier(tokens.source, silentLog);
  await verifier.refresh();
  const metrics = createMetrics('test');
  const app = createApp({
    service: 'test',
    routes,
    db,
    log: silentLog,
    metrics,
    tracer: createTelemetry({ service: 'test' }).tracer,
    verifier,
    replays: createReplayCache('test', null, silentLog),
    streams: createEventStreams(),
    corsOrigins: [],
    maxBodyBytes: 262_144,
    requestTimeoutMs: 10_000,
    hasStrictAnswers: true,
    ...overrides,
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  return {
    url: server.url,
    tokens,
    verifier,
    metrics,
    anonymous: createApiClient(server.url),
    as: (role, userId) => createApiClient(server.url, tokens.tokenFor(role, userId)),
    stop: server.stop,
  };
}
