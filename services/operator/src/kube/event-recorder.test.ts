/** Events tell what happened once, count what repeats, and never flood the cluster or stop anybody. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { createFakeClock, type FakeClock } from '../../testing/fake-clock.ts';
import { createFakeObjects, type FakeObjects } from '../../testing/fake-objects.ts';
import { thing, thingsIn } from '../../testing/kube-harness.ts';
import { objectsCluster } from '../../testing/objects-cluster.ts';
import { createEventRecorder, type EventRecorder, type News } from './event-recorder.ts';

const news: News = {
  type: 'Warning',
  reason: 'Refused',
  action: 'Deliver',
  note: 'It was refused.',
};

describe('the event recorder', () => {
  const log = createLogger({ level: 'silent' });
  const { signal } = new AbortController();
  let clock: FakeClock;
  let objects: FakeObjects;
  let recorder: EventRecorder;
  let isCut: boolean;

  beforeEach(() => {
    clock = createFakeClock();
    objects = createFakeObjects();
    isCut = false;
    const cluster = objectsCluster(objects, () => (isCut ? 'cut' : 'whole'));
    const who = { controller: 'balcao.dev/thing', instance: 'op-1' };
    recorder = createEventRecorder({ cluster, ...who, log, clock });
  });

  const made = (name = 'a') => objects.create(thingsIn('shop'), thing(name));
  const events = () => objects.all({ collection: '/apis/events.k8s.io/v1/events' });

  it('tells about which object, why, and when to the microsecond', async () => {
    const about = made();
    await recorder.record(about, news, signal);
    const [event] = events();
    assert.deepEqual(event?.regarding, {
      apiVersion: 'example.dev/v1',
      kind: 'Thing',
      namespace: 'shop',
      name: 'a',
      uid: about.metadata.uid,
      resourceVersion: about.metadata.resourceVersion,
    });
    assert.equal(event?.eventTime, '2026-11-26T12:00:00.000000Z');
    const { type, reason, action, note } = event ?? made();
    assert.deepEqual({ type, reason, action, note }, news);
  });

  it('counts the same news in one Event, written at most once a minute', async () => {
    const about = made();
    const before = objects.version();
    for (let n = 0; n < 100; n += 1) {
      await recorder.record(about, news, signal);
      await clock.advance(2_000);
    }
    assert.equal(events().length, 1);
    assert.ok(objects.version() - before <= 5, 'one Event, and a count each minute');
    assert.match(
      JSON.stringify(events()[0]?.series),
      /^\{"count":9\d,"lastObservedTime":"[^"]+\.\d{6}Z"\}$/,
    );
  });

  it('tells the same again when it has rested', async () => {
    const about = made();
    await recorder.record(about, news, signal);
    await clock.advance(601_000);
    await recorder.record(about, news, signal);
    assert.equal(events().length, 2);
  });

  it('keeps an object that is never at rest from filling the cluster, and others from paying for it', async () => {
    const about = made();
    for (let n = 0; n < 100; n += 1)
      await recorder.record(about, { ...news, note: `Attempt ${n}.` }, signal);
    assert.equal(events().length, 25);
    await recorder.record(made('b'), news, signal);
    assert.equal(events().length, 26);
    await clock.advance(300_000);
    await recorder.record(about, { ...news, note: 'Later.' }, signal);
    assert.equal(events().length, 27);
  });

  it('cuts a note that is too long for the server', async () => {
    await recorder.record(made(), { ...news, note: 'x'.repeat(2_000) }, signal);
    assert.equal(String(events()[0]?.note).length, 1_024);
  });

  it('lets nobody fail for an Event that cannot be told', async () => {
    isCut = true;
    await recorder.record(made(), news, AbortSignal.timeout(20));
    assert.equal(events().length, 0);
  });
});
