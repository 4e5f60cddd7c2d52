/** Runs a service that only serves pages: port, probes, metrics and traces, and neither database nor bus. */
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { createPageApp, type Pages } from './http/app.ts';
import { openFrontDoor } from './http/front-door.ts';
import { addProbes, readHealth } from './http/health.ts';
import { createLifecycle } from './lifecycle.ts';
import type { Logger } from './log.ts';
import { addProcessMetrics, createMetrics } from './metrics.ts';
import type { RunningService } from './service.ts';
import type { BaseConfig } from './settings.ts';
import { createTelemetry } from './telemetry.ts';

/** What the process gives to it. */
export interface PageDeps {
  log: Logger;
  /** Whether it listens on its own port, or is called through `handler` (local). */
  isListening: boolean;
  /** Receives finished spans (tests). */
  spanExporter?: SpanExporter;
}

export interface PageServiceOptions {
  name: string;
  config: Pick<BaseConfig, 'port' | 'otlpUrl'>;
  deps: PageDeps;
  pages: Pages;
}

/** Resolves when it answers. It depends on nothing, and so is ready until it stops. */
export async function runPageService(options: PageServiceOptions): Promise<RunningService> {
  const { name, config, deps, pages } = options;
  const log = deps.log.child({ service: name });
  const metrics = createMetrics(name);
  const { otlpUrl } = config;
  const telemetry = createTelemetry({ service: name, otlpUrl, exporter: deps.spanExporter });
  const { registry } = metrics;
  let isStopping = false;
  const app = createPageApp({
    service: name,
    log,
    metrics,
    tracer: telemetry.tracer,
    pages,
    addProbes: (probed) =>
      addProbes(probed, { dependencies: [], isStopping: () => isStopping, registry }),
  });
  const door = deps.isListening ? await openFrontDoor(config.port) : null;
  const lifecycle = createLifecycle(log);
  await lifecycle.start({ name: 'telemetry', stop: telemetry.stop });
  await lifecycle.start({ name: 'http', stop: () => door?.stop() });
  if (door !== null) addProcessMetrics(registry);
  door?.handOver(app);
  log.info({ url: door?.url }, 'started');
  const release = () => {
    isStopping = true;
  };
  return {
    name,
    prefixes: [],
    handler: app,
    url: door?.url ?? null,
    metrics,
    health: () => readHealth([]),
    release,
    stop() {
      release();
      return lifecycle.stop();
    },
  };
}
