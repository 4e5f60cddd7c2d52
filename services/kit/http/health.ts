/** Probes: liveness never looks outside the process, readiness does, `/health` gives the details. */
import type express from 'express';
import type { Registry } from 'prom-client';

export interface Dependency {
  name: string;
  /** Whether the service cannot do its work without it. */
  isRequired: boolean;
  /** Rejects, or answers what is wrong; null when all is well. */
  check: () => Promise<string | null>;
}

export interface Health {
  status: 'up' | 'degraded' | 'down';
  dependencies: Record<string, { status: 'up' | 'down'; detail?: string }>;
}

const checkTimeoutMs = 2_000;

export async function readHealth(dependencies: Dependency[]): Promise<Health> {
  const results = await Promise.all(
    dependencies.map(async ({ name, isRequired, check }) => ({
      name,
      isRequired,
      trouble: await within(check),
    })),
  );
  const broken = results.filter(({ trouble }) => trouble !== null);
  const status = broken.some(({ isRequired }) => isRequired)
    ? 'down'
    : broken.length > 0
      ? 'degraded'
      : 'up';
  return {
    status,
    dependencies: Object.fromEntries(
      results.map(({ name, trouble }) => [
        name,
        trouble === null ? { status: 'up' } : { status: 'down', detail: trouble },
      ]),
    ),
  };
}

async function within(check: () => Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), checkTimeoutMs);
  });
  // The cause may hold host names: those are for the log, not for whoever asks.
  const result = await Promise.race([check().catch(() => 'cannot be reached'), late]);
  clearTimeout(timer);
  return result;
}

export interface ProbeOptions {
  dependencies: Dependency[];
  isStopping: () => boolean;
  registry: Registry;
}

export function addProbes(app: express.Express, options: ProbeOptions): void {
  const { dependencies, isStopping, registry } = options;
  app.get('/livez', (_request, response) => void response.json({ status: 'up' }));
  app.get('/readyz', async (_request, response) => {
    const health = await readHealth(dependencies);
    const isReady = health.status !== 'down' && !isStopping();
    response
      .status(isReady ? 200 : 503)
      .json(isStopping() ? { ...health, status: 'stopping' } : health);
  });
  app.get('/health', async (_request, response) => {
    const health = await readHealth(dependencies);
    response.status(health.status === 'down' ? 503 : 200).json(health);
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}
