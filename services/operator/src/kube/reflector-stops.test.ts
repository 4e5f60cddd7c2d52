/** A reflector that is stopped is stopped, whatever it was doing, and one that is started runs once. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { startKubeHarness, thing, things, thingsIn } from '../../testing/kube-harness.ts';
import { startInformer } from '../../testing/naive-informer.ts';
import { useReflector } from '../../testing/reflector-harness.ts';
import type { Cluster, WatchEvent } from './cluster.ts';
import { createReflector } from './reflector.ts';
import { createStore } from './store.ts';

describe('the end of the reflector', () => {
  const use = useReflector();

  it('leaves no connection behind when it is stopped while it connects', async () => {
    const { kube, reflect } = use();
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
    const { kube, reflect } = use();
    kube.server.fail({ status: 500, reason: 'InternalError' }, () => true, 1);
    const reflector = reflect({ backoff: { baseMs: 60_000, maxMs: 60_000 } });
    await eventually(async () => assert.equal(await kube.total('kube_watch_restarts_total'), 1));
    await reflector.stop();
    assert.equal(kube.server.asked.length, 1);
  });

  it('watches once however often it is started, and begins anew after a stop', async () => {
    const { kube, reflect, knows, isWatching, lists } = use();
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
