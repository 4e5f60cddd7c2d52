/** A service for a test: real PostgreSQL, a bus of the test's own, port 0. */
import type { Role } from '@balcao/contracts/permissions.ts';
import { topology } from '@balcao/contracts/topology.ts';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { Bus } from '../bus.ts';
import { createMemoryBus } from '../bus-memory.ts';
import { type ConfigOf, readConfig, type Settings } from '../config.ts';
import { createLogger } from '../log.ts';
import type { Redis } from '../redis.ts';
import type { Deps, RunningService } from '../service.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { createTestDatabase } from './database.ts';
import { createTestTokens, type TestTokens } from './tokens.ts';

export interface TestService {
  service: RunningService;
  url: string;
  databaseUrl: string;
  tokens: TestTokens;
  /** Calls the service as a user of that role. */
  as(role: Role, userId?: string): ApiClient;
  stop(): Promise<void>;
}

export interface TestServiceOptions<S extends Settings> {
  settings: S;
  start: (config: ConfigOf<S>, deps: Deps) => Promise<RunningService>;
  env?: Record<string, string>;
  /** Default: an in-process bus that nobody else is on. */
  bus?: Bus;
  /** Default: none. */
  redis?: Redis;
  spanExporter?: SpanExporter;
  /** False for auth, which makes its own tokens. */
  hasTestTokens?: boolean;
}

export async function startTestService<S extends Settings>(
  options: TestServiceOptions<S>,
): Promise<TestService> {
  const database = await createTestDatabase();
  const tokens = createTestTokens();
  const config = readConfig(options.settings, {
    PORT: '0',
    DATABASE_URL: database.url,
    STRICT_ANSWERS: 'true',
    ...options.env,
  });
  const service = await options.start(config, {
    bus: options.bus ?? createMemoryBus(topology),
    redis: options.redis ?? null,
    log: createLogger({ level: process.env.TEST_LOG_LEVEL ?? 'silent' }),
    isListening: true,
    ...(options.spanExporter === undefined ? {} : { spanExporter: options.spanExporter }),
    ...(options.hasTestTokens === false ? {} : { tokenSource: tokens.source }),
  });
  const url = service.url ?? '';
  return {
    service,
    url,
    databaseUrl: database.url,
    tokens,
    as: (role, userId) => createApiClient(url, tokens.tokenFor(role, userId)),
    async stop() {
      await service.stop();
      await database.drop();
    },
  };
}
