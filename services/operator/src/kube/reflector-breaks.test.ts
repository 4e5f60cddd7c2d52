/** A store stays in step with the cluster through everything that happens to a watch. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { thing, thingsIn } from '../../testing/kube-harness.ts';
import { startInformer } from '../../testing/naive-informer.ts';
import { useReflector } from '../../testing/reflector-harness.ts';

describe('the watches of the reflector', () => {
  const use = useReflector();

  it('notices a watch that was cut silently, and misses nothing', async () => {
    const { kube, reflect, knows, isWatching, lists } = use();
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
    const { kube, reflect, knows, isWatching } = use();
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
    const { kube, reflect, isWatching } = use();
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
    const { kube, store, reflect, knows, isWatching } = use();
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
    const { kube, reflect, knows, isWatching } = use();
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
    const { kube, reflect, knows, isWatching } = use();
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
});
