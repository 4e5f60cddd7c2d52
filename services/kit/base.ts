/** What the parts of a service share: database, outbox, log, metrics, telemetry, Redis. */
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { createDatabase, type Database } from './db.ts';
import type { Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { Redis } from './redis.ts';
import type { BaseConfig } from './settings.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';

export interface Base {
  db: Database;
  outbox: Outbox;
  log: Logger;
  metrics: Metrics;
  telemetry: Telemetry;
  redis: Redis | null;
  /** The shop's clock: by it, things happen and days begin. Deadlines and leases go by the machine's own. */
  now: () => Date;
}

export interface BaseOptions {
  name: string;
  config: BaseConfig;
  redis: Redis | null;
  log: Logger;
  now?: (() => Date) | undefined;
  spanExporter?: SpanExporter | undefined;
}

/** Opens no connection yet. */
export function createBase(options: BaseOptions): Base {
  const { name, config, redis, log, now = () => new Date(), spanExporter } = options;
  return {
    db: createDatabase({
      url: config.databaseUrl,
      applicationName: `balcao-${name}`,
      maxConnections: config.databasePool,
      minConnections: config.databasePoolMin,
      statementTimeoutMs: config.statementTimeoutMs,
      log,
    }),
    outbox: createOutbox(),
    log,
    metrics: createMetrics(name),
    telemetry: createTelemetry({ service: name, otlpUrl: config.otlpUrl, exporter: spanExporter }),
    redis,
    now,
  };
}
