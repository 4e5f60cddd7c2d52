/** The settings that every service has. */
import { z } from 'zod';
import { type ConfigOf, flag, integer, setting } from './config.ts';

const url = (protocols: RegExp) => z.url({ protocol: protocols });

/** What a process needs before any service starts in it. */
export const processSettings = {
  amqpUrl: setting('AMQP_URL', url(/^amqps?$/), 'the RabbitMQ server, amqp://user:password@host'),
  redisUrl: setting(
    'REDIS_URL',
    url(/^rediss?$/).optional(),
    'the Redis or Valkey server; without it limits and caches live in the process',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    'how much is logged',
  ),
};

/** The settings of one service. */
export const baseSettings = (defaultPort: number) => ({
  port: setting(
    'PORT',
    integer(0, 65_535).default(defaultPort),
    'the HTTP port; 0 takes a free one',
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    url(/^postgres(ql)?$/),
    "the service's own database, postgres://user:password@host/database",
  ),
  databasePool: setting(
    'DATABASE_POOL',
    integer(3, 200).default(10),
    'the most connections to hold',
  ),
  databasePoolMin: setting(
    'DATABASE_POOL_MIN',
    integer(0, 100).default(0),
    'connections that are opened before the service is ready, and kept; at most as many as DATABASE_POOL',
  ),
  migrations: setting(
    'MIGRATIONS',
    z.enum(['run', 'await']).default('run'),
    'run: the service migrates its database as it starts; await: it waits until that was done by `migrate`',
  ),
  statementTimeoutMs: setting(
    'DATABASE_STATEMENT_TIMEOUT_MS',
    integer(100, 600_000).default(10_000),
    'a statement that takes longer is cancelled',
  ),
  authUrl: setting('AUTH_URL', z.url().default('http://127.0.0.1:8001'), 'where auth answers'),
  otlpUrl: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    z.url().optional(),
    'the OpenTelemetry collector (OTLP over HTTP) that gets the traces',
  ),
  corsOrigins: setting(
    'CORS_ORIGINS',
    z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((origin) => origin.trim())
          .filter(Boolean),
      ),
    'origins of other hosts whose pages may call, separated by commas',
  ),
  timeZone: setting(
    'TIME_ZONE',
    z
      .string()
      .default('America/Sao_Paulo')
      .refine(isTimeZone, 'must be an IANA time zone such as America/Sao_Paulo'),
    'the zone in which business days begin and end',
  ),
  maxBodyBytes: setting(
    'MAX_BODY_BYTES',
    integer(1_024, 16_777_216).default(262_144),
    'the largest request body',
  ),
  requestTimeoutMs: setting(
    'REQUEST_TIMEOUT_MS',
    integer(1_000, 600_000).default(35_000),
    'a request that takes longer is answered 503',
  ),
  hasStrictAnswers: setting(
    'STRICT_ANSWERS',
    flag.default(false),
    'fail on answers that are not as documented',
  ),
});

/** What the verb `migrate` needs. */
export const migrateSettings = {
  databaseUrl: baseSettings(0).databaseUrl,
  logLevel: processSettings.logLevel,
};

export type BaseConfig = ConfigOf<ReturnType<typeof baseSettings>>;

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
