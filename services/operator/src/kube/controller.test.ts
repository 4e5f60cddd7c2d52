/** What changed is reconciled soon, what failed is tried again or told, and the status is written sparingly. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { Registry } from 'prom-client';
import { createFakeClock, type FakeClock, settle } from '../../testing/fake-clock.ts';
import { createFakeObjects, type FakeObjects } from '../../testing/fake-objects.ts';
import { thing, things, thingsIn } from '../../testing/kube-harness.ts';
import { objectsCluster } from '../../testing/objects-cluster.ts';
import {
  type Controller,
  type ControllerOptions,
  createController,
  type Reconcile,
} from './controller.ts';
import { createKubeMetrics } from './kube-metrics.ts';
import type { KubeObject } from './kube-object.ts';
import { createStatusWriter } from './status-writer.ts';
import { createStore, type Store } from './store.ts';
import { TerminalError } from './terminal-error.ts';

describe('a controller', () => {
  const log = createLogger({ level: 'silent' });
  let clock: FakeClock;
  let objects: FakeObjects;
  let store: Store;
  let registry: Registry;
  let controller: Controller | undefined;
  let seen: string[];

  beforeEach(() => {
    clock = createFakeClock();
    objects = createFakeObjects();
    store = createStore({ log });
    registry = new Registry();
    seen = [];
    // As a reflector would, at once.
    objects.onHappening(({ type, object }) => {
      if (type === 'DELETED') store.remove(object);
      else store.put(object);
    });
    for (const name of ['a', 'b']) objects.create(thingsIn('shop'), thing(name, { size: 1 }));
    store.replace(objects.all(thingsIn('shop')), undefined);
  });

  afterEach(async () => {
    const stopped = controller?.stop();
    await clock.advance(60_000);
    await stopped;
    controller = undefined;
  });

  const noted: Reconcile = async ({ key, object }) => {
    seen.push(object === undefined ? `${key} is gone` : key);
    return undefined;
  };

  async function run(reconcile: Reconcile, options: Partial<ControllerOptions> = {}) {
    const cluster = objectsCluster(objects);
    controller = createController({
      kind: 'Thing',
      store,
      reconcile,
      statusWriter: createStatusWriter({ cluster, type: things, fieldManager: 'test', clock }),
      log,
      metrics: createKubeMetrics(registry),
      clock,
      random: () => 0.5,
      ...options,
    });
    controller.start();
    await settle();
    return controller;
  }

  const statusOf = (name: string) => objects.get(thingsIn('shop', name)).status;
  const statusWrites = () =>
    objects.history.filter(({ type, object }) => type === 'MODIFIED' && object.status).length;
  async function total(name: string, labels: object): Promise<number> {
    const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
    const wanted = JSON.stringify(labels);
    return values.find((one) => JSON.stringify(one.labels) === wanted)?.value ?? 0;
  }

  it('looks at everything when it begins, then at what changes, and at what is gone', async () => {
    await run(noted);
    assert.deepEqual(seen, ['shop/a', 'shop/b']);
    objects.update(thingsIn('shop', 'a'), thing('a', { size: 2 }));
    objects.delete(thingsIn('shop', 'b'));
    await settle();
    assert.deepEqual(seen.slice(2), ['shop/a', 'shop/b is gone']);
    assert.equal(await total('operator_reconciles_total', { kind: 'Thing', result: 'done' }), 4);
  });

  it('does not begin before all its stores have seen the cluster: what is unknown is not gone', async () => {
    const other = createStore({ log });
    await run(noted, { also: [{ store: other, keysOf: () => [] }] });
    assert.deepEqual(seen, []);
    other.replace([], undefined);
    await settle();
    assert.deepEqual(seen, ['shop/a', 'shop/b']);
  });

  it('looks again when an object of another kind changes that concerns it, also one that has moved', async () => {
    const jobs = createStore({ log });
    jobs.replace([], undefined);
    const keysOf = ({ spec }: KubeObject) => [`shop/${JSON.parse(JSON.stringify(spec)).of}`];
    await run(noted, { also: [{ store: jobs, keysOf }] });
    jobs.put(thing('job', { of: 'a' }));
    await settle();
    jobs.put(thing('job', { of: 'b' }));
    await settle();
    assert.deepEqual(seen.slice(2), ['shop/a', 'shop/a', 'shop/b']);
  });

  it('looks at all again within the resync, each once', async () => {
    await run(noted, { resyncMs: 60_000 });
    await clock.advance(60_000);
    assert.deepEqual(seen.slice(2), ['shop/a', 'shop/b']);
  });

  it('is not called again by the status that it has written itself', async () => {
    await run(async ({ key }) => {
      seen.push(key);
      return { status: { state: 'up' } };
    });
    await clock.advance(30_000);
    assert.deepEqual(seen, ['shop/a', 'shop/b']);
    assert.deepEqual(statusOf('a'), { state: 'up' });
  });

  it('writes a status only where it is another, and puts right what somebody has written into it', async () => {
    const { enqueue } = await run(async () => ({ status: { state: 'up' } }));
    for (let n = 0; n < 5; n += 1) {
      enqueue('shop/a');
      await clock.advance(20_000);
    }
    assert.equal(statusWrites(), 2);
    objects.update(
      { ...thingsIn('shop', 'a'), isStatus: true },
      { ...thing('a'), status: { state: 'no' } },
    );
    enqueue('shop/a');
    await clock.advance(20_000);
    assert.deepEqual(statusOf('a'), { state: 'up' });
  });

  it('writes a status at most once in 10 s, and the newest one then', async () => {
    let price = 0;
    const { enqueue } = await run(async ({ key }) => {
      if (key !== 'shop/a') return undefined;
      price += 1;
      return { status: { price } };
    });
    for (let ms = 0; ms < 30_000; ms += 100) {
      enqueue('shop/a');
      await clock.advance(100);
    }
    assert.ok(statusWrites() <= 4, `${statusWrites()} writes in 30 s`);
    await clock.advance(10_000);
    assert.deepEqual(statusOf('a'), { price });
  });

  it('tries again what failed, and tells it in the status', async () => {
    let failures = 3;
    await run(
      async ({ key }) => {
        seen.push(key);
        if (key === 'shop/a' && failures-- > 0) throw new Error('the service is away');
        return { status: { state: 'up' } };
      },
      { describeError: (_object, error) => ({ state: 'down', why: String(error) }) },
    );
    assert.deepEqual(statusOf('a'), { state: 'down', why: 'Error: the service is away' });
    await clock.advance(15_000);
    assert.deepEqual(statusOf('a'), { state: 'up' });
    assert.equal(seen.filter((key) => key === 'shop/a').length >= 4, true);
    assert.equal(await total('operator_reconciles_total', { kind: 'Thing', result: 'failed' }), 3);
  });

  it('does not repeat what only a change of the object can mend, until it changes', async () => {
    await run(
      async ({ key, object }) => {
        seen.push(key);
        if (JSON.stringify(object?.spec) === '{"size":1}')
          throw new TerminalError('TooSmall', 'Take 2.');
        return { status: { state: 'up' } };
      },
      {
        describeError: (_object, error) =>
          error instanceof TerminalError ? { state: error.reason } : undefined,
      },
    );
    await clock.advance(300_000);
    assert.deepEqual(seen, ['shop/a', 'shop/b']);
    assert.deepEqual(statusOf('a'), { state: 'TooSmall' });
    objects.update(thingsIn('shop', 'a'), thing('a', { size: 2 }));
    await clock.advance(1_000);
    assert.deepEqual(statusOf('a'), { state: 'up' });
    assert.equal(
      await total('operator_reconciles_total', { kind: 'Thing', result: 'terminal' }),
      2,
    );
  });

  it('comes back when it was asked to', async () => {
    await run(async ({ key }) => {
      seen.push(key);
      return key === 'shop/a' ? { requeueAfterMs: 5_000 } : undefined;
    });
    await clock.advance(11_000);
    assert.deepEqual(seen, ['shop/a', 'shop/b', 'shop/a', 'shop/a']);
  });

  it('shows how many keys wait, and for how long', async () => {
    await run(() => new Promise(() => undefined), { workers: 1 });
    await clock.advance(7_000);
    assert.equal(await total('operator_queue_depth', { controller: 'Thing' }), 1);
    assert.equal(await total('operator_queue_oldest_age_seconds', { controller: 'Thing' }), 7);
  });

  it('begins nothing after its stop, not even what was to come later', async () => {
    const { stop } = await run(async ({ key }) => {
      seen.push(key);
      return { requeueAfterMs: 1_000 };
    });
    await stop();
    objects.update(thingsIn('shop', 'a'), thing('a', { size: 2 }));
    await clock.advance(60_000);
    assert.deepEqual(seen, ['shop/a', 'shop/b']);
  });
});
