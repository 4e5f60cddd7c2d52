/** One trace leads from a request through outbox, bus and consumers to the last event that it caused. */
import assert from 'node:assert/strict';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { type BusFixture, busTransports } from './testing/bus-transports.ts';
import { eventually } from './testing/eventually.ts';
import { createRecorder } from './testing/recorder.ts';
import { startTestService, type TestService } from './testing/service.ts';
import { settings } from './testing/thing-config.ts';
import { startThings } from './testing/thing-service.ts';

const shape = { second: ['begun'], third: ['answered'], observer: ['answered'], last: ['ended'] };
for (const { title, open } of busTransports) {
  describe(`a trace ${title}`, () => {
    let fixture: BusFixture;
    let services: TestService[];
    const exporter = new InMemorySpanExporter();
    const observed: { traceparent: string | null; subject: string }[] = [];

    before(async function () {
      fixture = await open(this, shape);
      const { bus, name } = fixture;
      const steps = [
        { PUBLISHES: name('begun') },
        { PUBLISHES: name('answered'), CONSUMES: name('begun'), QUEUE: name('second') },
        { PUBLISHES: name('ended'), CONSUMES: name('answered'), QUEUE: name('third') },
      ];
      const observer = createRecorder({
        queue: name('observer'),
        onBatch: (batch) => void observed.push(...batch),
      });
      await observer.subscribeTo(bus);
      await createRecorder({ queue: name('last') }).subscribeTo(bus);
      const start = startThings();
      services = await Promise.all(
        steps.map((env) => startTestService({ settings, start, env, bus, spanExporter: exporter })),
      );
    });
    after(async () => {
      await Promise.all((services ?? []).map((service) => service.stop()));
      await fixture?.close();
    });

    /** The spans of a trace, from the first to the last, each the child of the one before. */
    function chainOf(traceId: string): string[] {
      const spans = exporter
        .getFinishedSpans()
        .filter((span) => span.spanContext().traceId === traceId);
      const chain: string[] = [];
      let parent: string | undefined;
      const isNext = (span: ReadableSpan) => span.parentSpanContext?.spanId === parent;
      for (let span = spans.find(isNext); span !== undefined; span = spans.find(isNext)) {
        chain.push(span.name.replace(fixture.name(''), ''));
        parent = span.spanContext().spanId;
      }
      assert.equal(chain.length, spans.length, 'a span hangs beside the chain');
      return chain;
    }

    it('leads from the request to the last consumer, and stays apart from others of its batch', async () => {
      const [first] = services;
      assert.ok(first);
      const client = first.as('admin');
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((name) => client.post('/things', { name })),
      );
      const traceIds = answers.map(({ headers }) => headers.get('x-trace-id') ?? '');
      assert.equal(new Set(traceIds).size, 3);
      await eventually(() => {
        for (const traceId of traceIds) {
          assert.deepEqual(chainOf(traceId), [
            'POST /api/v1/things',
            'publish begun',
            'process begun',
            'publish answered',
            'process answered',
            'publish ended',
          ]);
        }
      });
      await eventually(() => {
        for (const [index, { body }] of answers.entries()) {
          const event = observed.find(({ subject }) => subject === body.id);
          assert.ok(event?.traceparent?.includes(traceIds[index] ?? 'none'));
        }
      });
    });
  });
}
