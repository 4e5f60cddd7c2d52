/** Spans say which pod made them, and a collector that is away holds nobody up. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { createTelemetry } from './telemetry.ts';

describe('telemetry', () => {
  const variable = 'OTEL_RESOURCE_ATTRIBUTES';
  let before: string | undefined;
  beforeEach(() => {
    before = process.env[variable];
  });
  afterEach(() => {
    if (before === undefined) delete process.env[variable];
    else process.env[variable] = before;
  });

  it('takes attributes of the pod from the environment, and keeps its own name', async () => {
    process.env[variable] = 'k8s.pod.name=sales-1,service.name=other';
    const exporter = new InMemorySpanExporter();
    const telemetry = createTelemetry({ service: 'sales', exporter });
    telemetry.tracer.startSpan('work').end();
    const [span] = exporter.getFinishedSpans();
    assert.deepEqual(span?.resource.attributes, {
      'k8s.pod.name': 'sales-1',
      'service.name': 'balcao-sales',
    });
    await telemetry.stop();
  });

  it('stops within three seconds when the collector takes spans and never answers', async () => {
    const hole = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(hole, 'listening');
    const address = hole.address();
    assert.ok(address !== null && typeof address !== 'string');
    const telemetry = createTelemetry({
      service: 'sales',
      otlpUrl: `http://127.0.0.1:${address.port}`,
    });
    telemetry.tracer.startSpan('work').end();
    const startedAt = performance.now();
    await telemetry.stop();
    assert.ok(performance.now() - startedAt < 3_000);
    hole.close();
  });
});
