/** A store loses nothing and keeps nothing when lists come in pages, and when versions expire. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type KubeHarness, thing, thingsIn } from '../../testing/kube-harness.ts';
import { useReflector } from '../../testing/reflector-harness.ts';

describe('the lists of the reflector', () => {
  const use = useReflector();

  it('reads a list of many pages as one: nothing is known before the last page', async () => {
    const { kube, store, reflect, knows, lists } = use();
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
    const { kube, reflect, knows } = use();
    kube.seed('a', 'b', 'c');
    const expired = { status: 410, reason: 'Expired' };
    kube.server.fail(expired, ({ query }) => query.continue !== undefined);
    reflect({ pageSize: 2 });
    await knows('shop/a', 'shop/b', 'shop/c');
  });

  it('reads a list without pages where each state expires before the next page', async () => {
    const { kube, reflect, knows, lists } = use();
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
    ['in the stream', ({ server }: KubeHarness) => server.objects.compact()],
    [
      'as the answer',
      ({ server }: KubeHarness) =>
        server.fail({ status: 410, reason: 'Gone' }, ({ isWatch }) => isWatch),
    ],
    ['by versions that went back', ({ server }: KubeHarness) => server.objects.turnBackTo(50)],
  ] as const) {
    it(`lists anew when the version it knows is gone, ${how}`, async () => {
      const { kube, reflect, knows, isWatching } = use();
      kube.seed('a', 'b');
      reflect();
      await isWatching();
      await knows('shop/a', 'shop/b');
      kube.server.watches.silence();
      kube.server.objects.delete(thingsIn('shop', 'a'));
      expire(kube);
      kube.server.watches.cut();
      await knows('shop/b');
      await isWatching();
      kube.seed('c');
      await knows('shop/b', 'shop/c');
    });
  }

  it('goes on from a bookmark, so that a compacted past costs no list', async () => {
    const { kube, reflect, isWatching, lists } = use();
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

  it('lists again after its time, for what no watch has told', async () => {
    const { kube, reflect, isWatching, lists } = use();
    kube.seed('a');
    reflect({ relistMs: 1 });
    await isWatching();
    kube.server.watches.end();
    await eventually(() => assert.ok(lists().length >= 2));
  });
});
