/** Runs one service: port, database, relay, consumers and jobs, started and stopped in the right order. */
import type { RequestListener } from 'node:http';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { awaitMigrations } from './await-migrations.ts';
import { type Base, createBase } from './base.ts';
import type { Bus } from './bus.ts';
import type { Consumer } from './consumer.ts';
import { dependenciesOf } from './dependencies.ts';
import { housekeeping } from './housekeeping.ts';
import { createEventStreams } from './http/event-streams.ts';
import { type FrontDoor, openFrontDoor } from './http/front-door.ts';
import { type Health, readHealth } from './http/health.ts';
import type { Route } from './http/route.ts';
import { type Job, type RunningJobs, startJobs } from './jobs.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { addProcessMetrics, type Metrics } from './metrics.ts';
import { migrate } from './migrate.ts';
import type { Redis } from './redis.ts';
import { createRelay } from './relay.ts';
import { type RunningConsumers, startConsumers } from './run-consumers.ts';
import { createServiceApp } from './service-app.ts';
import type { BaseConfig } from './settings.ts';
import {
  createTokenVerifier,
  httpTokenSource,
  type TokenSource,
  type TokenVerifier,
} from './tokens.ts';
import { waitForDatabase } from './wait-for-database.ts';

/** What the process gives to each service that runs in it. */
export interface Deps {
  bus: Bus;
  redis: Redis | null;
  log: Logger;
  /** Whether the service listens on its own port, or is called through `handler` (local). */
  isListening: boolean;
  /** The shop's clock, where it is not the machine's: who plays days that are over sets it. */
  now?: () => Date;
  /** Receives finished spans (tests). */
  spanExporter?: SpanExporter;
  /** Replaces auth (tests). */
  tokenSource?: TokenSource;
}

/** What a service is made of. */
export interface Wiring {
  routes: Route[];
  consumers?: Consumer[];
  jobs?: Job[];
  /** Auth's own: every other service asks auth over HTTP. */
  tokenSource?: TokenSource;
  /** Work before the first request, such as seeding; it may run more than once. */
  prepare?: () => Promise<void>;
  /** Right after readiness is off, while all else still runs: lets go whoever only waits, so that HTTP can drain. */
  onStopping?: () => void;
  /** Ends its own work in the background, when the last request was answered. */
  stop?: () => Promise<void>;
}

export interface ServiceOptions {
  name: string;
  /** First segments of its paths under `/api/v1`; the OpenAPI document is at the first. */
  prefixes: readonly [string, ...string[]];
  description: string;
  migrations: URL;
  config: BaseConfig;
  deps: Deps;
  wire: (base: Base) => Wiring;
}

export interface RunningService {
  name: string;
  prefixes: readonly string[];
  handler: RequestListener;
  /** Its own address; null when it does not listen. */
  url: string | null;
  metrics: Metrics;
  health(): Promise<Health>;
  /** Takes its readiness away and lets go who waits or listens; `stop` begins with it. */
  release(): void;
  stop(): Promise<void>;
}

const revocationPollMs = 500;

/** Resolves when the service can do its work; nothing of it runs on when it cannot start. */
export async function runService(options: ServiceOptions): Promise<RunningService> {
  const { name, prefixes, description, config, deps } = options;
  const { bus, redis, now, spanExporter } = deps;
  const log = deps.log.child({ service: name });
  const base = createBase({ name, config, redis, log, now, spanExporter });
  const { metrics } = base;
  const wiring = options.wire(base);
  const source = deps.tokenSource ?? wiring.tokenSource ?? httpTokenSource(config.authUrl);
  const verifier = createTokenVerifier(source, log);
  const dependencies = dependenciesOf(base, bus, verifier);
  const lifecycle = createLifecycle(log);
  const streams = createEventStreams();
  let isStopping = false;
  const release = () => {
    isStopping = true;
    streams.close();
    wiring.onStopping?.();
  };
  const app = createServiceApp({
    name,
    prefix: prefixes[0],
    description,
    config,
    base,
    routes: wiring.routes,
    verifier,
    streams,
    probes: { dependencies, isStopping: () => isStopping, registry: metrics.registry },
  });
  const door = deps.isListening ? await openFrontDoor(config.port) : null;
  if (door !== null) log.info({ url: door.url }, 'listening');
  await startParts(options, { base, wiring, verifier, lifecycle, door });
  if (door !== null) addProcessMetrics(metrics.registry);
  door?.handOver(app);
  log.info('started');
  return {
    name,
    prefixes,
    handler: app,
    url: door?.url ?? null,
    metrics,
    health: () => readHealth(dependencies),
    release,
    stop() {
      release();
      return lifecycle.stop();
    },
  };
}

interface Parts {
  base: Base;
  wiring: Wiring;
  verifier: TokenVerifier;
  lifecycle: Lifecycle;
  door: FrontDoor | null;
}

/** In this order, and stopped in the reverse: what a part needs is there before and after it. */
async function startParts(
  options: ServiceOptions,
  { base, wiring, verifier, lifecycle, door }: Parts,
): Promise<void> {
  const { name, deps } = options;
  const { db, outbox, log, metrics, telemetry } = base;
  const { bus } = deps;
  const relay = createRelay({ service: name, db, bus, log, metrics, telemetry });
  outbox.onAdded(relay.wake);
  let consumers: RunningConsumers | undefined;
  let jobs: RunningJobs | undefined;
  await lifecycle.start({ name: 'telemetry', stop: telemetry.stop });
  // Closed early only when a later part cannot start.
  await lifecycle.start({ name: 'port', stop: () => door?.stop() });
  await lifecycle.start({
    name: 'database',
    async start() {
      await bringUpToDate(options, base);
      await waitForDatabase(async () => wiring.prepare?.(), { log });
      await waitForDatabase(db.warm, { log });
    },
    stop: db.close,
  });
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
  await lifecycle.start({ name: 'background work', stop: () => wiring.stop?.() });
  // Requests end first, while all that answers them is still there.
  await lifecycle.start({ name: 'http', stop: () => door?.stop() });
}

/** Migrates the database, or waits until somebody else has. */
function bringUpToDate({ config, migrations }: ServiceOptions, { db, log }: Base): Promise<void> {
  return config.migrations === 'await'
    ? awaitMigrations(db, migrations, log)
    : waitForDatabase(() => migrate(config.databaseUrl, migrations, log), { log });
}
