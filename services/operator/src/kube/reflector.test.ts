/** A store stays in step with the cluster: what there is, and what happens to it. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { thing, thingsIn } from '../../testing/kube-harness.ts';
import { useReflector } from '../../testing/reflector-harness.ts';
import { createStore } from './store.ts';

describe('the reflector', () => {
  const use = useReflector();

  it('knows what there is, and what is added, changed and deleted afterwards', async () => {
    const { kube, store, reflect, knows, isWatching, lists } = use();
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

  it('outlives a handler that throws and one that rejects, and tells the others', async () => {
    const { kube, store, reflect, isWatching } = use();
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

  it('keeps to its namespace, and leaves what others have put into the store', async () => {
    const harness = use();
    const { kube, reflect, knows } = harness;
    kube.seed('a');
    kube.server.objects.create(thingsIn('other'), thing('b', {}, 'other'));
    const store = createStore({ log: kube.log, namespaces: ['shop', 'other'] });
    harness.store = store;
    reflect({ selection: { namespace: 'shop' } });
    await knows('shop/a');
    assert.equal(store.isSynced(), false);
    reflect({ selection: { namespace: 'other' } });
    await store.synced();
    await knows('shop/a', 'other/b');
  });

  it('keeps of an object neither who wrote which field nor what kubectl applied last', async () => {
    const { kube, reflect, store, knows, isWatching } = use();
    const metadata = (name: string) => ({
      ...thing(name).metadata,
      managedFields: [{ manager: 'kubectl' }],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}', note: 'kept' },
    });
    const { objects } = kube.server;
    objects.create(thingsIn('shop'), { ...thing('a'), metadata: metadata('a') });
    reflect();
    await isWatching();
    objects.create(thingsIn('shop'), { ...thing('b'), metadata: metadata('b') });
    await knows('shop/a', 'shop/b');
    for (const object of store.list()) {
      assert.equal(object.metadata.managedFields, undefined);
      assert.deepEqual(object.metadata.annotations, { note: 'kept' });
    }
  });
});
