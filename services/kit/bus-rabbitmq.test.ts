/** What is special about RabbitMQ: durable queues, dead letters, other people's messages, lost connections. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createRabbitBus } from './bus-rabbitmq.ts';
import { envelope, idsOf } from './testing/envelopes.ts';
import { eventually } from './testing/eventually.ts';
import { silentLog } from './testing/kit-database.ts';
import { createRabbitFixture, type RabbitFixture } from './testing/rabbit.ts';
import { createRecorder, publishUntilConfirmed } from './testing/recorder.ts';
import { serverUrl } from './testing/servers.ts';
import { startTcpProxy } from './testing/tcp-proxy.ts';

describe('the RabbitMQ transport', () => {
  let url: string;
  let fixture: RabbitFixture;
  const event = () => envelope({ type: fixture.name('thing') });
  const recorder = (options = {}) => createRecorder({ queue: fixture.name('queue'), ...options });

  async function ready(overrides = {}) {
    const bus = fixture.openBus(overrides);
    await eventually(() => assert.equal(bus.trouble(), null));
    return bus;
  }

  before(function () {
    url = serverUrl(this, 'TEST_AMQP_URL');
  });
  beforeEach(async () => {
    fixture = await createRabbitFixture(url, { queue: ['thing'] });
  });
  afterEach(() => fixture?.close());

  it('keeps an event whose consumer has not started yet', async () => {
    const sender = await ready();
    const thing = event();
    await sender.publish(thing);
    await sender.close();
    const late = recorder();
    await late.subscribeTo(await ready());
    await eventually(() => assert.deepEqual(late.batches.flat(), [thing]));
  });

  it('gives what a stopped replica left unacknowledged to another', async () => {
    const bus = await ready();
    const stuck = recorder({ onBatch: () => new Promise(() => undefined) });
    await stuck.subscribeTo(bus);
    const thing = event();
    await bus.publish(thing);
    await eventually(() => assert.equal(stuck.batches.length, 1));
    await bus.close();
    const heir = recorder();
    await heir.subscribeTo(await ready());
    await eventually(() => assert.deepEqual(heir.ids(), [thing.id]));
  });

  it('gives what a cancelled listener rejected to the next one at once', async () => {
    const bus = await ready();
    const failing = recorder({ onBatch: () => Promise.reject(new Error('stopping')) });
    const subscription = await failing.subscribeTo(bus);
    const thing = event();
    await bus.publish(thing);
    await eventually(() => assert.equal(failing.batches.length, 1));
    await subscription.cancel();
    const heir = recorder();
    await heir.subscribeTo(bus);
    await eventually(() => assert.deepEqual(heir.ids(), [thing.id]), 900);
  });

  it('finishes the batch that a cancelled listener has begun, and leaves the rest to the next one', async () => {
    const gate = Promise.withResolvers<void>();
    const bus = await ready();
    const leaving = recorder({ maxBatch: 1, onBatch: () => gate.promise });
    const subscription = await leaving.subscribeTo(bus);
    const events = [event(), event()];
    for (const next of events) await bus.publish(next);
    await eventually(() => assert.equal(leaving.batches.length, 1));
    const cancelled = subscription.cancel();
    gate.resolve();
    await cancelled;
    assert.equal(leaving.batches.length, 1);
    const heir = recorder();
    await heir.subscribeTo(bus);
    await eventually(() => assert.deepEqual(heir.ids(), idsOf(events.slice(1))), 900);
  });

  it('shares a queue between replicas: each event is handled by one of them', async () => {
    const [one, two] = [recorder({ maxBatch: 1 }), recorder({ maxBatch: 1 })];
    await one.subscribeTo(await ready());
    await two.subscribeTo(await ready());
    const sender = await ready();
    const events = Array.from({ length: 30 }, event);
    await Promise.all(events.map((next) => sender.publish(next)));
    await eventually(() => assert.equal(one.ids().length + two.ids().length, 30));
    assert.deepEqual([...one.ids(), ...two.ids()].sort(), idsOf(events).sort());
    assert.ok(one.ids().length > 0 && two.ids().length > 0);
  });

  it('parks a message that is not an event, with what it says, and goes on', async () => {
    const bus = await ready();
    const target = recorder();
    await target.subscribeTo(bus);
    const thing = event();
    const garbage = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    fixture.raw.publish('balcao.events', thing.type, garbage, { headers: { hello: 'you' } });
    fixture.raw.publish('balcao.events', thing.type, Buffer.from('{"half":'), {});
    await bus.publish(thing);
    await eventually(() => assert.deepEqual(target.ids(), [thing.id]));
    await eventually(() => assert.equal(target.parked.length, 2));
    assert.deepEqual(
      target.parked.map(({ message }) => message.type),
      [thing.type, thing.type],
    );
    assert.equal(target.parked[1]?.message.data, '{"half":');
    assert.match(target.parked[0]?.reason ?? '', /not an event of ours/);
    const { messageCount } = await fixture.raw.checkQueue(fixture.name('queue'));
    assert.equal(messageCount, 0);
  });

  it('parks a message that the broker gave up after too many deliveries', async () => {
    const bus = await ready();
    const thing = event();
    await bus.publish(thing);
    await fixture.raw.prefetch(1);
    const { consumerTag } = await fixture.raw.consume(fixture.name('queue'), (message) => {
      if (message !== null) fixture.raw.reject(message, true);
    });
    const parkedQueue = `${fixture.name('queue')}.parked`;
    await eventually(async () =>
      assert.equal((await fixture.raw.checkQueue(parkedQueue)).messageCount, 1),
    );
    await fixture.raw.cancel(consumerTag);
    const target = recorder();
    await target.subscribeTo(bus);
    await eventually(() =>
      assert.deepEqual(
        target.parked.map(({ message }) => message),
        [thing],
      ),
    );
    assert.match(target.parked[0]?.reason ?? '', /gave it up/);
  });

  it('does not confirm an event whose queue has gone', async () => {
    const bus = await ready();
    await fixture.raw.deleteQueue(fixture.name('queue'));
    await assert.rejects(bus.publish(event()), /no queue is bound/);
  });

  it('is back by itself after the connection was cut, and says so meanwhile', async () => {
    const proxy = await startTcpProxy(url);
    const bus = await ready({ url: proxy.url });
    const target = recorder();
    await target.subscribeTo(bus);
    await bus.publish(event());
    await proxy.cut();
    await eventually(() => assert.equal(bus.trouble(), 'not connected'));
    await assert.rejects(bus.publish(event()));
    await proxy.mend();
    const thing = event();
    await publishUntilConfirmed(bus, thing);
    await eventually(() => assert.ok(target.ids().includes(thing.id)));
    await bus.close();
    await proxy.close();
  });

  it('delivers by itself once a broker that was away at first is there', async () => {
    const proxy = await startTcpProxy(url);
    await proxy.cut();
    const bus = fixture.openBus({ url: proxy.url });
    const target = recorder();
    await target.subscribeTo(bus);
    assert.notEqual(bus.trouble(), null);
    await proxy.mend();
    const thing = event();
    await publishUntilConfirmed(bus, thing);
    await eventually(() => assert.deepEqual(target.ids(), [thing.id]));
    await bus.close();
    await proxy.close();
  });

  it('rejects a publish that is not confirmed in time', async () => {
    const proxy = await startTcpProxy(url);
    const bus = await ready({ url: proxy.url, confirmTimeoutMs: 50 });
    await bus.publish(event());
    proxy.stall();
    await assert.rejects(bus.publish(event()), /did not confirm in time/);
    await proxy.close();
    await bus.close();
  });

  it('stops within seconds while the broker is silent, and when it dies during the farewell', async () => {
    const proxy = await startTcpProxy(url);
    const [silent, dying] = [await ready({ url: proxy.url }), await ready({ url: proxy.url })];
    const subscription = await recorder().subscribeTo(silent);
    proxy.stall();
    const startedAt = performance.now();
    await subscription.cancel();
    await silent.close();
    assert.ok(performance.now() - startedAt < 6_000);
    const closed = dying.close();
    await proxy.close();
    await closed;
  });

  it('stops while it is connecting', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const address = mute.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP address');
    const connected = once(mute, 'connection');
    const bus = createRabbitBus({
      url: `amqp://127.0.0.1:${address.port}`,
      topology: {},
      log: silentLog,
    });
    const [socket] = await connected;
    const closed = bus.close();
    socket.destroy();
    await closed;
    const opening = fixture.openBus();
    await opening.close();
    mute.close();
  });
});
