/** A finalizer of ours comes and goes without touching those of others, and brings nothing back to life. */
import assert from 'node:assert/strict';
import { createFakeObjects, type FakeObjects } from '../../testing/fake-objects.ts';
import { thing, things, thingsIn } from '../../testing/kube-harness.ts';
import { objectsCluster } from '../../testing/objects-cluster.ts';
import {
  addFinalizer,
  type Finalizer,
  hasFinalizer,
  isDeleting,
  removeFinalizer,
} from './finalizers.ts';

describe('a finalizer', () => {
  const { signal } = new AbortController();
  const name = 'balcao.dev/clean-up';
  const where = thingsIn('shop', 'a');
  let objects: FakeObjects;
  let finalizer: Finalizer;

  beforeEach(() => {
    objects = createFakeObjects();
    const cluster = objectsCluster(objects);
    finalizer = { cluster, type: things, name, fieldManager: 'finalizer' };
  });

  function made(...finalizers: string[]) {
    const object = thing('a', { size: 1 });
    return objects.create(where, { ...object, metadata: { ...object.metadata, finalizers } });
  }

  it('is put on once, beside those of others', async () => {
    await addFinalizer(finalizer, made('other/one'), signal);
    const after = objects.get(where);
    assert.deepEqual(after.metadata.finalizers, ['other/one', name]);
    assert.deepEqual(after.spec, { size: 1 });
    await addFinalizer(finalizer, after, signal);
    assert.equal(objects.get(where).metadata.resourceVersion, after.metadata.resourceVersion);
  });

  it('holds a deletion until it is taken off, and leaves those of others', async () => {
    await addFinalizer(finalizer, made('other/one'), signal);
    objects.delete(where);
    const deleting = objects.get(where);
    assert.equal(isDeleting(deleting), true);
    await removeFinalizer(finalizer, deleting, signal);
    assert.deepEqual(objects.get(where).metadata.finalizers, ['other/one']);
    assert.equal(hasFinalizer(objects.get(where), name), false);
  });

  it('that was the last lets the object go', async () => {
    await addFinalizer(finalizer, made(), signal);
    objects.delete(where);
    await removeFinalizer(finalizer, objects.get(where), signal);
    assert.deepEqual(objects.all(thingsIn('shop')), []);
  });

  it('is taken off where somebody else has put it on', async () => {
    await removeFinalizer(finalizer, made(name), signal);
    assert.deepEqual(objects.get(where).metadata.finalizers, []);
  });

  it('is put on nothing that is being deleted, has gone, or was made anew', async () => {
    const first = made('other/one');
    objects.delete(where);
    await addFinalizer(finalizer, objects.get(where), signal);
    assert.deepEqual(objects.get(where).metadata.finalizers, ['other/one']);
    objects.update(where, {
      ...objects.get(where),
      metadata: { ...first.metadata, finalizers: [], resourceVersion: undefined },
    });
    await assert.rejects(addFinalizer(finalizer, first, signal), { status: 409 });
    assert.deepEqual(objects.all(thingsIn('shop')), []);
    made();
    await assert.rejects(addFinalizer(finalizer, first, signal), { status: 422 });
    await removeFinalizer(finalizer, first, signal);
    assert.equal(objects.all(thingsIn('shop')).length, 1);
  });
});
