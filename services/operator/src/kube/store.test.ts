/** A store tells each change once, by what it knew before. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { thing } from '../../testing/kube-harness.ts';
import type { KubeObject } from './kube-object.ts';
import { createStore, type Store } from './store.ts';

describe('the store', () => {
  let store: Store;
  let told: string[];

  beforeEach(() => {
    store = createStore({ log: createLogger({ level: 'silent' }) });
    told = [];
    store.onChange(({ key, before, after }) => {
      const what = before === undefined ? 'added' : after === undefined ? 'deleted' : 'updated';
      told.push(`${what} ${key}`);
    });
  });

  function version(
    name: string,
    resourceVersion: string,
    uid = 'u1',
    namespace = 'shop',
  ): KubeObject {
    const object = thing(name, {}, namespace);
    return { ...object, metadata: { ...object.metadata, resourceVersion, uid } };
  }

  it('tells additions, updates and deletions, and nothing where nothing has changed', () => {
    store.put(version('a', '1'));
    store.put(version('a', '1'));
    store.put(version('a', '2'));
    store.remove(version('a', '3'));
    store.remove(version('a', '3'));
    assert.deepEqual(told, ['added shop/a', 'updated shop/a', 'deleted shop/a']);
  });

  it('finds by a list what was deleted and made unseen', () => {
    store.replace([version('a', '1'), version('b', '1')], undefined);
    store.replace([version('b', '1'), version('c', '2')], undefined);
    assert.deepEqual(told, ['added shop/a', 'added shop/b', 'added shop/c', 'deleted shop/a']);
  });

  it('takes an object that was made anew under its name for an update, whatever its version', () => {
    store.put(version('a', '1', 'u1'));
    store.put(version('a', '1', 'u2'));
    assert.deepEqual(told, ['added shop/a', 'updated shop/a']);
  });

  it('lists one namespace or all', () => {
    store.put(version('a', '1', 'u1', 'one'));
    store.put(version('a', '1', 'u2', 'two'));
    assert.deepEqual(
      store.list('two').map(({ metadata }) => metadata.uid),
      ['u2'],
    );
    assert.equal(store.list().length, 2);
  });

  it('gives out objects that nobody can change for the others', () => {
    store.put(thing('a', { nested: { list: [1] } }));
    assert.throws(
      () => Object.assign(Object(store.get('shop/a')?.spec).nested, { list: [] }),
      TypeError,
    );
  });

  it('is synced when each of its namespaces was seen, and says so to who waits', async () => {
    const some = createStore({
      log: createLogger({ level: 'silent' }),
      namespaces: ['one', 'two'],
    });
    const waited = some.synced();
    some.replace([], 'one');
    assert.equal(some.isSynced(), false);
    some.replace([], 'two');
    await waited;
    assert.equal(some.isSynced(), true);
  });

  it('tells no more to who has ended listening', () => {
    const seen: string[] = [];
    const end = store.onChange(({ key }) => void seen.push(key));
    end();
    store.put(version('a', '1'));
    assert.deepEqual(seen, []);
  });
});
