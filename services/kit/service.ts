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
import {
  addProbes,
  type Dependency,
  type Health,
  type ProbeOptions,
  readHealth,
} from './http/health.ts';
import { openApiDocument } from './http/openapi.ts';
import { createReplayCache } from './http/replay-cache.ts';
import type { Route } from './http/route.ts';
import { listen, type RunningServer } from './http/server.ts';
import { type Job, type RunningJobs, startJobs } from './jobs.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
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
import {
  createTokenVerifier,
  httpTokenSource,
  type TokenSource,
  type TokenVerifier,
} from './tokens.ts';

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

/** Resolves when the service can do its work; nothing of it runs on when it cannot start. */
export async function runService(options: ServiceOptions): Promise<RunningService> {
  const { name, prefixes, config, deps } = options;
  const log = deps.log.child({ service: name });
  await retryUntilReachable(() => migrate(config.databaseUrl, options.migrations, log), log);
  const base = createBase(options, log);
  const wiring = options.wire(base);
  const source = deps.tokenSource ?? wiring.tokenSource ?? httpTokenSource(config.authUrl);
  const verifier = createTokenVerifier(source, log);
  const dependencies = dependenciesOf(base, deps.bus, verifier);
  const lifecycle = createLifecycle(log);
  let isStopping = false;
  const probes = { dependencies, isStopping: () => isStopping, registry: base.metrics.registry };
  const app = createServiceApp(options, { base, wiring, verifier, probes });
  await startParts(options, { base, wiring, verifier, lifecycle });
  const url = deps.isListening ? await startServer(app, { config, base, lifecycle }) : null;
  return {
    name,
    prefixes,
    handler: app,
    url,
    metrics: base.metrics,
    health: () => readHealth(dependencies),
    stop() {
      isStopping = true;
      return lifecycle.stop();
    },
  };
}

function createBase({ name, config, deps }: ServiceOptions, log: Logger): Base {
  return {
    db: createDatabase({
      url: config.databaseUrl,
      applicationName: `balcao-${name}`,
      maxConnections: config.databasePool,
      statementTimeoutMs: config.statementTimeoutMs,
      log,
    }),
    outbox: createOutbox(),
    log,
    metrics: createMetrics(name),
    telemetry: createTelemetry({
      service: name,
      otlpUrl: config.otlpUrl,
      exporter: deps.spanExporter,
    }),
    redis: deps.redis,
  };
}

/** Without the broker orders are still taken and catalogue and ledger still read: it is not required. */
function dependenciesOf({ db, redis }: Base, bus: Bus, verifier: TokenVerifier): Dependency[] {
  const nothing = () => null;
  const required: Dependency[] = [
    { name: 'postgres', isRequired: true, check: () => db.ping().then(nothing) },
    { name: 'bus', isRequired: false, check: async () => bus.trouble() },
    {
      name: 'tokens',
      isRequired: true,
      check: async () => (verifier.isReady() ? null : 'no signing keys yet'),
    },
  ];
  if (redis === null) return required;
  return [
    ...required,
    { name: 'redis', isRequired: false, check: () => redis.ping().then(nothing) },
  ];
}

interface Parts {
  base: Base;
  wiring: Wiring;
  verifier: TokenVerifier;
}

function createServiceApp(
  { name, prefixes, description, config }: ServiceOptions,
  { base, wiring, verifier, probes }: Parts & { probes: ProbeOptions },
): express.Express {
  const { db, log, metrics, telemetry } = base;
  // First among the routes, where no `/:id` catches their paths; last in the document, where they are rarely read.
  const parked = parkedRoutes(`/${prefixes[0]}`, db);
  const info = { title: `Balcão ${name}`, description, version };
  const document = openApiDocument([...wiring.routes, ...parked], info);
  return createApp({
    service: name,
    routes: [...parked, ...wiring.routes],
    db,
    log,
    metrics,
    tracer: telemetry.tracer,
    verifier,
    replays: createReplayCache(name, base.redis, log),
    corsOrigins: config.corsOrigins,
    maxBodyBytes: config.maxBodyBytes,
    requestTimeoutMs: config.requestTimeoutMs,
    hasStrictAnswers: config.hasStrictAnswers,
    addPages(pages) {
      addProbes(pages, probes);
      pages.get(`${apiPrefix}/${prefixes[0]}/openapi.json`, (_request, response) => {
        response.json(document);
      });
    },
  });
}

/** In this order, and stopped in the reverse: what a part needs is there before and after it. */
async function startParts(
  { name, deps: { bus } }: ServiceOptions,
  { base, wiring, verifier, lifecycle }: Parts & { lifecycle: Lifecycle },
): Promise<void> {
  const { db, outbox, log, metrics, telemetry } = base;
  const relay = createRelay({ service: name, db, bus, log, metrics, telemetry });
  outbox.onAdded(relay.wake);
  let consumers: RunningConsumers | undefined;
  let jobs: RunningJobs | undefined;
  await lifecycle.start({ name: 'telemetry', stop: telemetry.stop });
  await lifecycle.start({ name: 'database', start: wiring.prepare ?? doNothing, stop: db.close });
  await lifecycle.start({ name: 'relay', start: relay.start, stop: relay.stop });
  await lifecycle.start({
    name: 'consumers',
    async start() {
      const runtime = { db, bus, log, metrics, telemetry };
      consumers = await startConsumers(wiring.consumers ?? [], runtime);
    },
    stop: () => consumers?.stop(),
  });
  await lifecycle.start({
    name: 'jobs',
    start() {
      const token = { name: 'read revocations', everyMs: revocationPollMs, run: verifier.refresh };
      jobs = startJobs([token, ...housekeeping(db, metrics), ...(wiring.jobs ?? [])], log);
    },
    stop: () => jobs?.stop(),
  });
}

function doNothing(): void {}

/** Listens last, so that no request comes before everything is there; answers the address. */
async function startServer(
  app: express.Express,
  { config, base, lifecycle }: { config: BaseConfig; base: Base; lifecycle: Lifecycle },
): Promise<string> {
  addProcessMetrics(base.metrics.registry);
  let server: RunningServer | undefined;
  await lifecycle.start({
    name: 'http',
    async start() {
      server = await listen(app, { port: config.port });
      base.log.info({ url: server.url }, 'listening');
    },
    stop: () => server?.stop(),
  });
  return server?.url ?? '';
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
