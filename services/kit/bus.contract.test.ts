/** What every transport promises: one suite, run in the process and on a real RabbitMQ. */
import assert from 'node:assert/strict';
import { v7 as uuidv7 } from 'uuid';
import type { Bus } from './bus.ts';
import { type BusFixture, busTransports } from './testing/bus-transports.ts';
import { envelope, idsOf } from './testing/envelopes.ts';
import { eventually } from './testing/eventually.ts';
import { createRecorder, publishUntilConfirmed } from './testing/recorder.ts';

const shape = { first: ['thing', 'other'], second: ['thing'] };

for (const { title, open } of busTransports) {
  describe(`the bus ${title}`, () => {
    let fixture: BusFixture;
    let bus: Bus;
    const event = (type = 'thing') => envelope({ type: fixture.name(type) });

    beforeEach(async function () {
      fixture = await open(this, shape);
      bus = fixture.bus;
    });
    afterEach(() => fixture?.close());

    /** Subscribes a recorder to both queues. */
    async function listen(options: Partial<Parameters<typeof createRecorder>[0]> = {}) {
      const first = createRecorder({ queue: fixture.name('first'), ...options });
      const second = createRecorder({ queue: fixture.name('second') });
      const subscription = await first.subscribeTo(bus);
      await second.subscribeTo(bus);
      return { first, second, subscription };
    }

    it('delivers an event to every queue that listens to its type, and to no other', async () => {
      const { first, second } = await listen();
      const thing = event();
      const other = event('other');
      await bus.publish(thing);
      await bus.publish(other);
      await eventually(() => assert.deepEqual(first.ids(), idsOf([thing, other])));
      await eventually(() => assert.deepEqual(second.ids(), [thing.id]));
    });

    it('carries every attribute as it was given', async () => {
      const { first } = await listen();
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const sent = {
        ...event(),
        traceparent,
        data: { name: 'pão \u0000 🥩', list: [1, null], deep: { a: 1.5 } },
      };
      const bare = { ...event(), data: null };
      await bus.publish(sent);
      await bus.publish(bare);
      await eventually(() => assert.deepEqual(first.batches.flat(), [sent, bare]));
    });

    it('confirms an event that nobody listens to', async () => {
      await bus.publish(event('unheard'));
    });

    it('keeps the order in which one caller publishes', async () => {
      const { first } = await listen({ maxBatch: 7 });
      const events = Array.from({ length: 60 }, () => event());
      for (const next of events) await bus.publish(next);
      await eventually(() => assert.deepEqual(first.ids(), idsOf(events)));
    });

    it('hands what has gathered meanwhile to the listener together, within its limit', async () => {
      const gate = Promise.withResolvers<void>();
      const { first } = await listen({
        maxBatch: 3,
        onBatch: (_, call) => (call === 1 ? gate.promise : undefined),
      });
      const head = bus.publish(event());
      await eventually(() => assert.equal(first.batches.length, 1));
      const rest = Array.from({ length: 5 }, () => bus.publish(event()));
      if (title === 'on RabbitMQ') await Promise.all(rest);
      gate.resolve();
      await Promise.all([head, ...rest]);
      await eventually(() => assert.equal(first.ids().length, 6));
      const sizes = first.batches.map((batch) => batch.length);
      assert.ok(Math.max(...sizes) <= 3, `batches of ${sizes}`);
      assert.ok(Math.max(...sizes) > 1, `batches of ${sizes}`);
    });

    it('has one batch of a queue at work at a time', async () => {
      let atWork = 0;
      let most = 0;
      const { first } = await listen({
        maxBatch: 2,
        async onBatch() {
          atWork += 1;
          most = Math.max(most, atWork);
          await new Promise((resolve) => setImmediate(resolve));
          atWork -= 1;
        },
      });
      await Promise.all(Array.from({ length: 20 }, () => bus.publish(event())));
      await eventually(() => assert.equal(first.ids().length, 20));
      assert.equal(most, 1);
    });

    it('loses no confirmed event when handling fails now and then', async () => {
      const handled = new Set<string>();
      const failing = new Set<string>();
      await listen({
        maxBatch: 4,
        onBatch(messages) {
          for (const { id } of messages) {
            if (failing.delete(id)) throw new Error('not this time');
          }
          for (const { id } of messages) handled.add(id);
        },
      });
      const events = Array.from({ length: 24 }, () => event());
      for (const { id } of events.filter((_, index) => index % 5 === 2)) failing.add(id);
      await Promise.all(events.map((next) => publishUntilConfirmed(bus, next)));
      await eventually(() => assert.deepEqual(new Set(idsOf(events)), handled));
    });

    it('delivers a rejected batch again', async () => {
      const { first } = await listen({
        onBatch(_messages, call) {
          if (call === 1) throw new Error('not this time');
        },
      });
      const thing = event();
      await publishUntilConfirmed(bus, thing);
      await eventually(() => assert.deepEqual(first.ids(), [thing.id, thing.id]));
    });

    it('drains on cancel: what is being handled is settled, and nothing is delivered afterwards', async () => {
      const gate = Promise.withResolvers<void>();
      const { first, subscription } = await listen({ onBatch: () => gate.promise });
      const published = bus.publish(event());
      await eventually(() => assert.equal(first.batches.length, 1));
      let isCancelled = false;
      const cancelled = subscription.cancel().then(() => {
        isCancelled = true;
      });
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(isCancelled, false);
      gate.resolve();
      await Promise.all([published, cancelled]);
      await bus.publish(event()).catch(() => undefined);
      assert.equal(first.batches.length, 1);
    });

    it('takes another listener for a queue once the first has been cancelled', async () => {
      const { subscription } = await listen();
      await subscription.cancel();
      const next = createRecorder({ queue: fixture.name('first') });
      await next.subscribeTo(bus);
      const thing = event();
      await publishUntilConfirmed(bus, thing);
      await eventually(() => assert.deepEqual(next.ids(), [thing.id]));
    });

    it('refuses a second listener of a queue, and a queue that the topology does not name', async () => {
      const { first } = await listen();
      await assert.rejects(first.subscribeTo(bus), /has a consumer already/);
      const lost = createRecorder({ queue: `nobody-${uuidv7()}` });
      await assert.rejects(lost.subscribeTo(bus), /not in the topology/);
    });

    it('takes no event once it is closed', async () => {
      await bus.close();
      await assert.rejects(bus.publish(event()));
      assert.equal(bus.trouble(), 'closed');
    });
  });
}
