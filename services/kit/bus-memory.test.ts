/** What is special about the in-process transport: a confirm means that every listener has committed. */
import assert from 'node:assert/strict';
import { createMemoryBus } from './bus-memory.ts';
import { envelope } from './testing/envelopes.ts';
import { createRecorder } from './testing/recorder.ts';

const topology = { here: ['thing.happened'], there: ['thing.happened'] };

describe('a publish in the process', () => {
  it('is not confirmed while a listener is at work', async () => {
    const bus = createMemoryBus(topology);
    const gate = Promise.withResolvers<void>();
    await createRecorder({ queue: 'here' }).subscribeTo(bus);
    await createRecorder({ queue: 'there', onBatch: () => gate.promise }).subscribeTo(bus);
    let isConfirmed = false;
    const published = bus.publish(envelope()).then(() => {
      isConfirmed = true;
    });
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isConfirmed, false);
    gate.resolve();
    await published;
  });

  it('is rejected when one of several listeners fails, so that the sender keeps the event', async () => {
    const bus = createMemoryBus(topology);
    const here = createRecorder({ queue: 'here' });
    await here.subscribeTo(bus);
    const failing = createRecorder({
      queue: 'there',
      onBatch: () => Promise.reject(new Error('full')),
    });
    await failing.subscribeTo(bus);
    await assert.rejects(bus.publish(envelope()), /full/);
    assert.equal(here.batches.length, 1);
  });

  it('is rejected when a queue of its type has no listener in this process', async () => {
    const bus = createMemoryBus(topology);
    await createRecorder({ queue: 'here' }).subscribeTo(bus);
    await assert.rejects(bus.publish(envelope()), /nobody consumes there/);
  });
});
