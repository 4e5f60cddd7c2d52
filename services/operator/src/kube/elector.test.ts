/** One leader at a time: by lease, whatever the clocks say, whatever happens to processes and connections. */
import assert from 'node:assert/strict';
import { createLogger } from '@balcao/kit/log.ts';
import { Registry } from 'prom-client';
import { createFakeClock, type FakeClock, settle } from '../../testing/fake-clock.ts';
import { createFakeObjects, type FakeObjects } from '../../testing/fake-objects.ts';
import { thing, things, thingsIn } from '../../testing/kube-harness.ts';
import { type Link, objectsCluster } from '../../testing/objects-cluster.ts';
import { createElector, type Elector } from './elector.ts';
import { type Fence, NotLeaderError } from './fence.ts';
import { fencedCluster } from './fenced-cluster.ts';
import { createKubeMetrics } from './kube-metrics.ts';

interface Replica {
  name: string;
  clock: FakeClock;
  elector: Elector;
  fences: Fence[];
  /** Writes its name into a shared object, through the fence of its latest term. */
  write(): Promise<void>;
  link: Link;
  /** What `lead` waits for beside the end of its term. */
  drain: Promise<void>;
}

describe('the elector', () => {
  const lease = {
    collection: '/apis/coordination.k8s.io/v1/leases',
    namespace: 'shop',
    name: 'op',
  };
  const log = createLogger({ level: 'silent' });
  let objects: FakeObjects;
  let replicas: Replica[];
  /** Who has written, in the order in which the server took it. */
  let written: string[];

  beforeEach(() => {
    objects = createFakeObjects();
    replicas = [];
    written = [];
    objects.create(thingsIn('shop'), thing('shared'));
    objects.onHappening(({ collection, object }) => {
      if (collection.endsWith('/things')) written.push(JSON.stringify(object.spec));
    });
  });

  afterEach(async () => {
    for (const replica of replicas) replica.link = 'whole';
    const stopped = replicas.map(({ elector }) => elector.stop());
    await advance(30_000);
    await Promise.all(stopped);
  });

  /** All clocks run at the same speed, as those of machines do. */
  async function advance(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 500)
      for (const { clock } of replicas) await clock.advance(500);
  }

  function replica(name: string, date = '2026-11-26T12:00:00Z'): Replica {
    const clock = createFakeClock(Date.parse(date));
    const fences: Fence[] = [];
    const cluster = objectsCluster(objects, () => self.link);
    let count = 0;
    const elector = createElector({
      cluster,
      namespace: 'shop',
      name: 'op',
      identity: name,
      log,
      metrics: createKubeMetrics(new Registry()),
      clock,
      random: () => 0.5,
      async lead(fence) {
        fences.push(fence);
        await new Promise((resolve) => fence.ending.addEventListener('abort', resolve));
        await self.drain;
      },
    });
    const self: Replica = {
      name,
      clock,
      elector,
      fences,
      link: 'whole',
      drain: Promise.resolve(),
      async write() {
        const fence = fences.at(-1);
        assert.ok(fence);
        count += 1;
        const object = thing('shared', { by: name, count });
        const call = { type: things, object, options: { fieldManager: 'test' } };
        await fencedCluster(cluster, fence).apply(call, AbortSignal.timeout(60_000));
      },
    };
    replicas.push(self);
    elector.start();
    return self;
  }

  const leaders = () =>
    replicas.filter(({ elector }) => elector.isLeading()).map(({ name }) => name);

  it('leads alone, and renews in the format that the server takes', async () => {
    replica('a');
    await advance(60_000);
    assert.deepEqual(leaders(), ['a']);
    const { spec } = objects.get(lease);
    assert.match(JSON.stringify(spec), /"renewTime":"2026-11-26T12:0\d:\d\d\.\d{6}Z"/);
  });

  it('has one leader of two, and the other when the first stops: at once, not after the lease', async () => {
    const first = replica('a');
    await advance(3_000);
    replica('b');
    await advance(60_000);
    assert.deepEqual(leaders(), ['a']);
    const stopped = first.elector.stop();
    await advance(3_000);
    await stopped;
    assert.deepEqual(leaders(), ['b']);
  });

  it('gives the lease back only when the work of the term has ended', async () => {
    const first = replica('a');
    const { promise, resolve } = Promise.withResolvers<void>();
    first.drain = promise;
    await advance(3_000);
    replica('b');
    void first.elector.stop();
    await advance(60_000);
    assert.deepEqual(leaders(), ['a'], 'it still renews');
    resolve();
    await advance(3_000);
    assert.deepEqual(leaders(), ['b']);
  });

  for (const [which, date] of [
    ['an hour ahead', '2026-11-26T13:00:00Z'],
    ['an hour behind', '2026-11-26T11:00:00Z'],
  ])
    it(`has never two leaders by clock skew: a second one ${which}`, async () => {
      replica('a');
      await advance(3_000);
      replica('b', date);
      for (let seconds = 0; seconds < 120; seconds += 1) {
        await advance(1_000);
        assert.deepEqual(leaders(), ['a']);
      }
    });

  it('has never two leaders when the date of the leader jumps', async () => {
    const first = replica('a');
    await advance(3_000);
    replica('b');
    for (const jumpMs of [3_600_000, -7_200_000]) {
      first.clock.jump(jumpMs);
      for (let seconds = 0; seconds < 40; seconds += 1) {
        await advance(1_000);
        assert.ok(leaders().length <= 1);
        assert.ok(!leaders().includes('b'));
      }
    }
  });

  it('gives up before anybody takes over when the server cannot be reached', async () => {
    const first = replica('a');
    await advance(3_000);
    replica('b');
    await advance(3_000);
    first.link = 'cut';
    const seen: string[] = [];
    for (let ms = 0; ms < 30_000; ms += 500) {
      await advance(500);
      const now = leaders().join() || 'nobody';
      if (seen.at(-1) !== now) seen.push(now);
    }
    assert.deepEqual(seen, ['a', 'nobody', 'b']);
    assert.equal(first.fences.at(-1)?.signal.aborted, true);
  });

  it('knows after a pause of the whole process that it leads no more, before any timer has fired', async () => {
    const first = replica('a');
    await advance(3_000);
    const second = replica('b');
    await advance(3_000);
    await first.write();
    first.clock.sleepThrough(60_000);
    for (let seconds = 0; seconds < 20; seconds += 1) await second.clock.advance(1_000);
    await second.write();
    await assert.rejects(first.write(), NotLeaderError);
    await second.write();
    assert.deepEqual(
      written.map((spec) => JSON.parse(spec).by ?? 'nobody'),
      ['a', 'b', 'b'],
    );
    assert.ok((second.fences.at(-1)?.term ?? 0) > (first.fences.at(-1)?.term ?? 0));
  });

  it('knows it when the machine was suspended, where only the date has gone on', async () => {
    const first = replica('a');
    await advance(3_000);
    first.clock.jump(60_000);
    assert.equal(first.elector.isLeading(), false);
    await assert.rejects(first.write(), NotLeaderError);
  });

  it('keeps a term through a renewal whose answer was lost, and through a stranger who writes to the lease', async () => {
    const first = replica('a');
    await advance(3_000);
    const before = objects.version();
    first.link = 'no answers';
    await advance(3_000);
    assert.ok(objects.version() > before, 'a renewal was taken');
    first.link = 'whole';
    await advance(10_000);
    assert.deepEqual(leaders(), ['a']);
    const labelled = { ...objects.get(lease).metadata, labels: { seen: 'yes' } };
    objects.update(lease, { ...objects.get(lease), metadata: labelled });
    await advance(30_000);
    assert.equal(first.fences.length, 1);
    assert.deepEqual(leaders(), ['a']);
  });

  it('ends its term when somebody else has the lease', async () => {
    const first = replica('a');
    await advance(3_000);
    const now = objects.get(lease);
    const spec = { ...Object(now.spec), holderIdentity: 'a thief', leaseTransitions: 7 };
    objects.update(lease, { ...now, spec });
    await advance(3_000);
    assert.deepEqual(leaders(), []);
    assert.equal(first.fences[0]?.signal.aborted, true);
    await advance(30_000);
    assert.deepEqual(leaders(), ['a'], 'the thief does not renew');
    assert.equal(first.fences[1]?.term, 8);
  });

  it('lets one of several win that claim the same free lease', async () => {
    for (const name of ['a', 'b', 'c', 'd']) replica(name);
    await advance(3_000);
    assert.equal(leaders().length, 1);
    await settle();
    assert.equal(replicas.flatMap(({ fences }) => fences).length, 1);
  });

  it('stops at once where it does not lead, and twice without harm', async () => {
    replica('a');
    await advance(3_000);
    const second = replica('b');
    await advance(3_000);
    await Promise.all([second.elector.stop(), second.elector.stop()]);
    assert.equal(second.elector.leader(), 'a');
  });
});
