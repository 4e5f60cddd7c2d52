/** Runs one service: database, relay, consumers, jobs and HTTP, started and stopped in the right order. */
import type { RequestListener } from 'node:http';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import type express from 'express';
import type { Bus } from './bus.ts';
import type { Consumer } from './consumer.ts';
import { createDatabase, type Database } from './db.ts';
import { isDatabaseAway } from './db-errors.ts';
import { housekeeping } from './housekeeping.ts';
import { apiPrefix, createApp } from './http/app.ts';
import { addProbes, type Dependency, type Health, readHealth } from './http/health.ts';
import { openApiDocument } from './http/openapi.ts';
import type { Route } from './http/route.ts';
import { listen, type RunningServer } from './http/server.ts';
import { type Job, type RunningJobs, startJobs } from './jobs.ts';
import { createLifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { addProcessMetrics, createMetrics, type Metrics } from './metrics.ts';
import { migrate } from './migrate.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { parkedRoutes } from './parked-routes.ts';
import type { Redis } from './redis.ts';
import { createRelay } from './relay.ts';
import { type RunningConsumers, startConsumers } from './run-consumers.ts';
import type { BaseConfig } from './settings.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { createTokenVerifier, httpTokenSource, type TokenSource } from './tokens.ts';

/** What the process gives to each service that runs in it. */
export interface Deps {
  bus: Bus;
  redis: Redis | null;
  log: Logger;
  /** Whether the service listens on its own port, or is called through `handler` (local). */
  isListening: boolean;
  /** Receives finished spans (tests). */
  spanExporter?: SpanExporter;
  /** Replaces auth (tests). */
  tokenSource?: TokenSource;
}

/** What a service is made from. */
export interface Base {
  db: Database;
  outbox: Outbox;
  log: Logger;
  metrics: Metrics;
  telemetry: Telemetry;
  redis: Redis | null;
}

/** What a service is made of. */
export interface Wiring {
  routes: Route[];
  consumers?: Consumer[];
  jobs?: Job[];
  /** Auth's own: every other service asks auth over HTTP. */
  tokenSource?: TokenSource;
  /** Work before the first request, such as seeding. */
  prepare?: () => Promise<void>;
}

export interface ServiceOptions {
  name: string;
  /** First segments of its paths under `/api/v1`; the OpenAPI document is at the first. */
  prefixes: [string, ...string[]];
  description: string;
  migrations: URL;
  config: BaseConfig;
  deps: Deps;
  wire: (base: Base) => Wiring;
}

export interface RunningService {
  name: string;
  prefixes: string[];
  handler: RequestListener;
  /** Its own address; null when it does not listen. */
  url: string | null;
  metrics: Metrics;
  health(): Promise<Health>;
  stop(): Promise<void>;
}

const revocationPollMs = 500;
const version = '0.1.0';

export async function runService(options: ServiceOptions): Promise<RunningService> {
  const { name, prefixes, config, deps, wire } = options;
  const log = deps.log.child({ service: name });
  const lifecycle = createLifecycle(log);
  let isStopping = false;

  await retryUntilReachable(() => migrate(config.databaseUrl, options.migrations, log), log);
  const telemetry = createTelemetry({
    service: name,
    otlpUrl: config.otlpUrl,
    exporter: deps.spanExporter,
  });
  const metrics = createMetrics(name);
  const db = createDatabase({
    url: config.databaseUrl,
    applicationName: `balcao-${name}`,
    maxConnections: config.databasePool,
    statementTimeoutMs: config.statementTimeoutMs,
    log,
  });
  const outbox = createOutbox();
  const {
    routes,
    consumers = [],
    jobs = [],
    tokenSource,
    prepare,
  } = wire({
    db,
    outbox,
    log,
    metrics,
    telemetry,
    redis: deps.redis,
  });
  const source = deps.tokenSource ?? tokenSource ?? httpTokenSource(config.authUrl);
  const verifier = createTokenVerifier(source, log);
  const relay = createRelay({ service: name, db, bus: deps.bus, log, metrics, telemetry });
  outbox.onAdded(relay.wake);

  const dependencies: Dependency[] = [
    { name: 'postgres', isRequired: true, check: () => db.ping().then(() => null) },
    { name: 'bus', isRequired: false, check: async () => deps.bus.trouble() },
    {
      name: 'tokens',
      isRequired: true,
      check: async () => (verifier.isReady() ? null : 'no signing keys yet'),
    },
  ];
  const { redis } = deps;
  if (redis !== null) {
    dependencies.push({
      name: 'redis',
      isRequired: false,
      check: () => redis.ping().then(() => null),
    });
  }

  // First among the routes, where no `/:id` catches their paths; last in the document, where they are rarely read.
  const parked = parkedRoutes(`/${prefixes[0]}`, db);
  const document = openApiDocument([...routes, ...parked], {
    title: `Balcão ${name}`,
    description: options.description,
    version,
  });
  const app = createApp({
    service: name,
    routes: [...parked, ...routes],
    db,
    log,
    metrics,
    tracer: telemetry.tracer,
    verifier,
    corsOrigins: config.corsOrigins,
    maxBodyBytes: config.maxBodyBytes,
    requestTimeoutMs: config.requestTimeoutMs,
    hasStrictAnswers: config.hasStrictAnswers,
    addPages(pages: express.Express) {
      addProbes(pages, { dependencies, isStopping: () => isStopping, registry: metrics.registry });
      pages.get(`${apiPrefix}/${prefixes[0]}/openapi.json`, (_request, response) => {
        response.json(document);
      });
    },
  });

  let runningConsumers: RunningConsumers | undefined;
  let runningJobs: RunningJobs | undefined;
  let server: RunningServer | undefined;
  await lifecycle.start({ name: 'telemetry', stop: telemetry.stop });
  await lifecycle.start({ name: 'database', start: prepare ?? (() => undefined), stop: db.close });
  await lifecycle.start({ name: 'relay', start: relay.start, stop: relay.stop });
  await lifecycle.start({
    name: 'consumers',
    start: async () => {
      runningConsumers = await startConsumers(consumers, {
        db,
        bus: deps.bus,
        log,
        metrics,
        telemetry,
      });
    },
    stop: () => runningConsumers?.stop(),
  });
  await lifecycle.start({
    name: 'jobs',
    start: () => {
      const token = { name: 'read revocations', everyMs: revocationPollMs, run: verifier.refresh };
      runningJobs = startJobs([token, ...housekeeping(db, metrics), ...jobs], log);
    },
    stop: () => runningJobs?.stop(),
  });
  await lifecycle.start({
    name: 'http',
    start: async () => {
      if (!deps.isListening) return;
      addProcessMetrics(metrics.registry);
      server = await listen(app, { port: config.port });
      log.info({ url: server.url }, 'listening');
    },
    stop: () => server?.stop(),
  });

  return {
    name,
    prefixes,
    handler: app,
    url: server?.url ?? null,
    metrics,
    health: () => readHealth(dependencies),
    stop() {
      isStopping = true;
      return lifecycle.stop();
    },
  };
}

/** Services start in any order: a database that is not there yet is waited for. */
async function retryUntilReachable(work: () => Promise<void>, log: Logger): Promise<void> {
  for (let delayMs = 200; ; delayMs = Math.min(delayMs * 2, 5_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      log.warn({ err: error }, 'the database is not there yet; waiting for it');
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
}
