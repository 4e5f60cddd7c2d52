/** A store stays in step with the cluster through everything that happens to a watch. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import {
  type KubeHarness,
  startKubeHarness,
  thing,
  things,
  thingsIn,
} from '../../testing/kube-harness.ts';
import { startInformer } from '../../testing/naive-informer.ts';
import type { Cluster, WatchEvent } from './cluster.ts';
import { createReflector, type Reflector, type ReflectorOptions } from './reflector.ts';
import { createStore, type Store } from './store.ts';

const quick: Partial<ReflectorOptions> = {
  backoff: { baseMs: 20, maxMs: 100 },
  idleMs: 5_000,
  watchMs: 60_000,
};

describe('the reflector', () => {
  let kube: KubeHarness;
  let store: Store;
  const running: Reflector[] = [];

  beforeEach(async () => {
    kube = await startKubeHarness();
    store = createStore({ log: kube.log });
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()));
    await kube.stop();
  });

  function reflect(options: Partial<ReflectorOptions> = {}): Reflector {
    const { cluster, log, metrics } = kube;
    const reflector = createReflector({
      cluster,
      type: things,
      store,
      log,
      metrics,
      ...quick,
      ...options,
    });
    running.push(reflector);
    reflector.start();
    return reflector;
  }

  const knows = (...keys: string[]) =>
    eventually(() => assert.deepEqual(store.keys().sort(), keys.sort()));
  const isWatching = (count = 1) =>
    eventually(() => assert.equal(kube.server.watches.count(), count));
  const lists = () =>
    kube.server.asked.filter(({ isWatch, method }) => method === 'GET' && !isWatch);

  it('knows what there is, and what is added, changed and deleted afterwards', async () => {
    kube.seed('a', 'b');
    reflect();
    await store.synced();
    await isWatching();
    const { objects } = kube.server;
    objects.create(thingsIn('shop'), thing('c'));
    objects.update(thingsIn('shop', 'a'), thing('a', { size: 2 }));
    objects.delete(thingsIn('shop', 'b'));
    await knows('shop/a', 'shop/c');
    await eventually(() => assert.deepEqual(store.get('shop/a')?.spec, { size: 2 }));
    assert.equal(lists().length, 1);
  });

  it('reads a list of many pages as one: nothing is known before the last page', async () => {
    kube.seed('a', 'b', 'c', 'd', 'e');
    kube.server.fail('hang', ({ query }) => query.continue !== undefined);
    const seen: number[] = [];
    store.onChange(() => void seen.push(store.size()));
    reflect({ pageSize: 2 });
    await eventually(() => assert.equal(lists().length, 2));
    assert.equal(store.size(), 0);
    assert.equal(store.isSynced(), false);
    await knows('shop/a', 'shop/b', 'shop/c', 'shop/d', 'shop/e');
    assert.equal(seen.length, 5);
  });

  it('begins a list anew when its state expires between two pages (410)', async () => {
    kube.seed('a', 'b', 'c');
    const expired = { status: 410, reason: 'Expired' };
    kube.server.fail(expired, ({ query }) => query.continue !== undefined);
    reflect({ pageSize: 2 });
    await knows('shop/a', 'shop/b', 'shop/c');
  });

  it('reads a list without pages where each state expires before the next page', async () => {
    kube.seed('a', 'b', 'c');
    const expired = { status: 410, reason: 'Expired' };
    kube.server.fail(
      expired,
      ({ query }) => query.continue !== undefined,
      Number.POSITIVE_INFINITY,
    );
    reflect({ pageSize: 2 });
    await knows('shop/a', 'shop/b', 'shop/c');
    assert.equal(lists().at(-1)?.query.limit, undefined);
  });

  for (const [how, expire] of [
    ['in the stream', () => kube.server.objects.compact()],
    [
      'as the answer',
      () => kube.server.fail({ status: 410, reason: 'Gone' }, ({ isWatch }) => isWatch),
    ],
    ['by versions that went back', () => kube.server.objects.turnBackTo(50)],
  ] as const) {
    it(`lists anew when the version it knows is gone, ${how}`, async () => {
      kube.seed('a', 'b');
      reflect();
      await isWatching();
      await knows('shop/a', 'shop/b');
      kube.server.watches.silence();
      kube.server.objects.delete(thingsIn('shop', 'a'));
      expire();
      kube.server.watches.cut();
      await knows('shop/b');
      await isWatching();
      kube.seed('c');
      await knows('shop/b', 'shop/c');
    });
  }

  it('goes on from a bookmark, so that a compacted past costs no list', async () => {
    kube.seed('a');
    reflect();
    await isWatching();
    kube.server.objects.create({ collection: '/api/v1/configmaps', namespace: 'shop' }, thing('x'));
    kube.server.objects.compact();
    kube.server.watches.bookmark();
    const before = kube.server.objects.version();
    await eventually(async () => {
      kube.server.watches.end();
      const last = kube.server.asked.findLast(({ isWatch }) => isWatch);
      assert.equal(last?.query.resourceVersion, String(before));
    });
    assert.equal(lists().length, 1);
  });

  it('notices a watch that was cut silently, and misses nothing', async () => {
    kube.seed('a');
    reflect({ idleMs: 100 });
    await isWatching();
    kube.server.watches.silence();
    kube.seed('b');
    await knows('shop/a', 'shop/b');
    assert.equal(lists().length, 1);
    assert.ok((await kube.total('kube_watch_restarts_total', { reason: 'silent' })) >= 1);
  });

  it('survives the API server: killed, away, and started again', async () => {
    kube.seed('a');
    const naive = startInformer(kube.server);
    const reflector = reflect();
    await isWatching(2);
    await kube.server.kill();
    kube.seed('b');
    kube.server.objects.delete(thingsIn('shop', 'a'));
    await eventually(async () =>
      assert.ok((await kube.total('kube_watch_restarts_total', { reason: 'broken' })) >= 2),
    );
    assert.ok(reflector.lastSignAgeMs() < 2_000, 'it is alive: it tries');
    await kube.server.restart();
    await knows('shop/b');
    // client-node's informer has stopped, and says nothing any more.
    assert.deepEqual(naive.names(), ['a']);
    assert.equal(kube.server.watches.count(), 1);
    await naive.stop();
  });

  it('waits as long as the server asks (429), and then goes on', async () => {
    kube.seed('a');
    const busy = { status: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 };
    kube.server.fail(busy, ({ isWatch }) => isWatch);
    const naive = startInformer(kube.server);
    await eventually(() => assert.equal(naive.errors.length, 1, 'the informer ends with an error'));
    kube.server.fail(busy, ({ isWatch }) => isWatch);
    const beganMs = performance.now();
    reflect();
    await isWatching();
    assert.ok(performance.now() - beganMs >= 1_000);
    assert.equal(kube.server.asked.filter(({ isWatch }) => isWatch).length, 3);
    assert.equal(kube.server.watches.count(), 1, 'the informer does not try again');
    await naive.stop();
  });

  it('takes nothing from half a line, and gets the whole from the next watch', async () => {
    kube.seed('a');
    reflect();
    await isWatching();
    kube.server.watches.silence();
    kube.server.watches.say('{"type":"MODIFIED","object":{"metadata":{"name":"a","names');
    kube.server.objects.update(thingsIn('shop', 'a'), thing('a', { size: 3 }));
    kube.server.watches.cut();
    await eventually(() => assert.deepEqual(store.get('shop/a')?.spec, { size: 3 }));
    await knows('shop/a');
  });

  it('does not pass over a line that cannot be read: what was in it is listed', async () => {
    kube.seed('a');
    const naive = startInformer(kube.server);
    reflect();
    await isWatching(2);
    kube.server.watches.silence();
    kube.seed('b');
    kube.server.watches.say('{"type":"ADDED","object":{"metadata":{"name":"b",,}}\n');
    await knows('shop/a', 'shop/b');
    assert.deepEqual(naive.names(), ['a'], 'the informer drops the line without a word');
    await naive.stop();
  });

  it('goes on when the stream reports an error that is none of ours', async () => {
    kube.seed('a');
    reflect();
    await isWatching();
    kube.server.watches.say(
      '{"type":"ERROR","object":{"kind":"Status","code":500,"reason":"InternalError"}}\n',
    );
    await eventually(async () =>
      assert.equal(await kube.total('kube_watch_restarts_total', { reason: 'refused' }), 1),
    );
    kube.seed('b');
    await knows('shop/a', 'shop/b');
  });

  it('outlives a handler that throws and one that rejects, and tells the others', async () => {
    store.onChange(() => {
      throw new Error('a handler with a bug');
    });
    store.onChange(() => Promise.reject(new Error('a handler with another')));
    const told: string[] = [];
    store.onChange(({ key }) => void told.push(key));
    kube.seed('a');
    reflect();
    await isWatching();
    kube.seed('b');
    await eventually(() => assert.deepEqual(told, ['shop/a', 'shop/b']));
  });

  it('leaves no connection behind when it is stopped while it connects', async () => {
    kube.seed('a');
    kube.server.watches.hold();
    const reflector = reflect();
    await eventually(() => assert.ok(kube.server.asked.some(({ isWatch }) => isWatch)));
    await reflector.stop();
    kube.cluster.close();
    await eventually(() => assert.equal(kube.server.connections(), 0));
    // The informer's connection stays, for a watch that nobody listens to any more.
    const naive = startInformer(kube.server);
    await eventually(() =>
      assert.ok(kube.server.asked.filter(({ isWatch }) => isWatch).length > 1),
    );
    await naive.stop();
    kube.server.watches.release();
    await eventually(() => assert.equal(kube.server.watches.count(), 1));
  });

  it('stays stopped when it is stopped while it waits for its next attempt', async () => {
    kube.server.fail({ status: 500, reason: 'InternalError' }, () => true, 1);
    const reflector = reflect({ backoff: { baseMs: 60_000, maxMs: 60_000 } });
    await eventually(async () => assert.equal(await kube.total('kube_watch_restarts_total'), 1));
    await reflector.stop();
    assert.equal(kube.server.asked.length, 1);
  });

  it('watches once however often it is started, and begins anew after a stop', async () => {
    kube.seed('a');
    const reflector = reflect();
    reflector.start();
    await isWatching();
    await reflector.stop();
    await isWatching(0);
    kube.server.objects.delete(thingsIn('shop', 'a'));
    reflector.start();
    await isWatching();
    await knows();
    assert.equal(lists().length, 2);
  });

  it('lists again after its time, for what no watch has told', async () => {
    kube.seed('a');
    reflect({ relistMs: 1 });
    await isWatching();
    kube.server.watches.end();
    await eventually(() => assert.ok(lists().length >= 2));
  });

  it('keeps to its namespace, and leaves what others have put into the store', async () => {
    kube.seed('a');
    kube.server.objects.create(thingsIn('other'), thing('b', {}, 'other'));
    store = createStore({ log: kube.log, namespaces: ['shop', 'other'] });
    reflect({ selection: { namespace: 'shop' } });
    await knows('shop/a');
    assert.equal(store.isSynced(), false);
    reflect({ selection: { namespace: 'other' } });
    await store.synced();
    await knows('shop/a', 'other/b');
  });
});

describe('a reflector whose connection does not heed its signal', () => {
  it('lets nothing through that comes after its stop', async () => {
    const kube = await startKubeHarness();
    const store = createStore({ log: kube.log });
    const late = Promise.withResolvers<void>();
    async function* events(): AsyncGenerator<WatchEvent> {
      await late.promise;
      yield { type: 'ADDED', object: thing('late') };
    }
    const deaf: Cluster = {
      ...kube.cluster,
      list: async () => ({ items: [], resourceVersion: '1' }),
      watch: () => events(),
    };
    const reflector = createReflector({ ...kube, cluster: deaf, type: things, store });
    reflector.start();
    await store.synced();
    const stopped = reflector.stop();
    late.resolve();
    await stopped;
    assert.equal(store.size(), 0);
    await kube.stop();
  });
});
