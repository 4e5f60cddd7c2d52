/** A Restore ends the same wherever the operator dies: the shop is stopped for it, never half, and comes back as it was. */
import assert from 'node:assert/strict';
import { systemClock } from '../src/kube/clock.ts';
import type { Cluster } from '../src/kube/cluster.ts';
import { createEventRecorder, type News } from '../src/kube/event-recorder.ts';
import type { KubeObject } from '../src/kube/kube-object.ts';
import { createRestoreReconciler } from '../src/reconcilers/restore.ts';
import { restoreStatus } from '../src/resources/restore.ts';
import { UnreadyError } from '../src/unready-error.ts';
import { type KubeHarness, startKubeHarness } from '../testing/kube-harness.ts';
import { backupId, createRestoreWorld, type RestoreWorld } from '../testing/restore-world.ts';

const namespace = 'shop';
const collection = '/apis/balcao.dev/v1alpha1/restores';
const jobs = {
  image: 'balcao/backup:1.0.0',
  scratchImage: 'postgres:17-trixie',
  pullPolicy: 'IfNotPresent',
  pullSecrets: [],
};
const storage = { persistentVolumeClaim: { claimName: 'backups' } };
const database = { host: 'balcao-postgres', secretRef: { name: 'balcao-postgres' } };
const asBefore = { sales: 3, finance: 1, notifier: 0, web: 2 };

class Killed extends Error {}

describe('a Restore', function () {
  this.timeout(60_000);
  let harness: KubeHarness;
  let world: RestoreWorld;
  let told: News[];

  beforeEach(async () => {
    harness = await startKubeHarness();
    world = createRestoreWorld(harness.server);
    told = [];
  });
  afterEach(() => harness.stop());

  function declare(spec: object, name = 'back'): void {
    harness.server.objects.create({ collection, namespace }, { metadata: { name }, spec });
  }
  const current = (name = 'back'): KubeObject => ({
    ...harness.server.objects.get({ collection, namespace, name }),
    ...{ apiVersion: 'balcao.dev/v1alpha1', kind: 'Restore' },
  });
  const statusOf = (name = 'back') => restoreStatus.parse(current(name).status ?? {});
  const ready = (name = 'back') => {
    const [condition] = statusOf(name).conditions ?? [];
    return [condition?.status, condition?.reason, condition?.message].join(' ');
  };

  /** An operator that has just started: it remembers nothing. */
  function begin(cluster: Cluster) {
    const recorder = createEventRecorder({
      ...{ cluster, controller: 'test', instance: 'one', log: harness.log },
    });
    return createRestoreReconciler({
      cluster,
      store: { list: () => harness.server.objects.all({ collection, namespace }) },
      recorder: {
        record: async (object, news, signal) => {
          told.push(news);
          await recorder.record(object, news, signal);
        },
      },
      clock: systemClock,
      jobs,
    });
  }

  async function lookOnce(cluster: Cluster, name = 'back'): Promise<void> {
    const { signal } = new AbortController();
    const object = current(name);
    const { reconcile, describeError } = begin(cluster);
    const outcome = await reconcile({ key: `${namespace}/${name}`, object, signal }).catch(
      (error: unknown) => {
        if (error instanceof Killed) throw error;
        return { status: describeError(object, error) };
      },
    );
    const target = { collection, namespace, name, isStatus: true };
    if (outcome?.status !== undefined)
      harness.server.objects.update(target, { ...object, status: outcome.status });
  }

  async function lookUntilOver(cluster: Cluster, name = 'back'): Promise<string[]> {
    const phases: string[] = [];
    for (let looks = 0; looks < 60; looks += 1) {
      await lookOnce(cluster, name);
      const { phase = '' } = statusOf(name);
      if (phases.at(-1) !== phase) phases.push(phase);
      if (phase === 'Completed' || phase === 'Failed') return phases;
      world.settle();
    }
    throw new Error(`it does not end: ${phases}`);
  }

  /** Dies right before, or right after, the write with this number. */
  function mortal(deadly: number, isAfter: boolean): Cluster {
    let writes = 0;
    const dieAt = async <T>(write: () => Promise<T>): Promise<T> => {
      writes += 1;
      if (writes !== deadly) return write();
      if (isAfter) await write();
      throw new Killed();
    };
    const { cluster } = harness;
    return {
      ...cluster,
      create: (type, object, signal) =>
        type.kind === 'Event'
          ? cluster.create(type, object, signal)
          : dieAt(() => cluster.create(type, object, signal)),
      update: (...call) => dieAt(() => cluster.update(...call)),
    };
  }

  it('checks, stops, restores, empties, starts: and each service has the pods that it had', async () => {
    declare({ storage, database, force: true });
    const phases = await lookUntilOver(harness.cluster);
    assert.deepEqual(phases, [
      'Checking',
      'Stopping',
      'Restoring',
      'Emptying',
      'Starting',
      'Completed',
    ]);
    assert.deepEqual(world.begun, ['check', 'restore', 'empty']);
    assert.deepEqual(world.wrongs, []);
    assert.deepEqual(world.replicas(), asBefore);
    assert.deepEqual(world.notes(), [undefined, undefined, undefined, undefined]);
    assert.equal(statusOf().backupId, backupId);
    assert.match(ready(), /^True Completed/);
    assert.deepEqual(
      told.map(({ type, reason }) => `${type} ${reason}`),
      phases.map((phase) => `Normal ${phase}`),
    );
  });

  it('ends the same when the operator is killed before or after any of its writes', async () => {
    for (const isAfter of [false, true])
      for (let deadly = 1; ; deadly += 1) {
        await harness.stop();
        harness = await startKubeHarness();
        world = createRestoreWorld(harness.server);
        declare({ storage, database, force: true });
        const cluster = mortal(deadly, isAfter);
        let kills = 0;
        const live = () =>
          lookUntilOver(cluster).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
            kills += 1;
          });
        await live();
        if (kills > 0) await live();
        const at = `killed ${isAfter ? 'after' : 'before'} write ${deadly}`;
        assert.equal(statusOf().phase, 'Completed', at);
        assert.deepEqual(world.replicas(), asBefore, at);
        assert.deepEqual(world.begun, ['check', 'restore', 'empty'], at);
        assert.deepEqual(world.wrongs, [], at);
        assert.ok(deadly < 30);
        if (kills === 0) break;
        assert.equal(kills, 1);
      }
  });

  it('of a shop that is not empty is refused without force, by its code, and the shop is not touched', async () => {
    world.endings.set('check', {
      exitCode: 20,
      words: { code: 'target_not_empty', message: 'database sales has tables' },
    });
    declare({ storage, database });
    assert.deepEqual(await lookUntilOver(harness.cluster), ['Checking', 'Failed']);
    assert.match(ready(), /^False TargetNotEmpty target_not_empty: database sales has tables/);
    assert.match(ready(), /The shop was not touched/);
    assert.deepEqual(world.replicas(), asBefore);
    assert.deepEqual(world.begun, ['check']);
    assert.equal(told.at(-1)?.type, 'Warning');
  });

  it('that fails leaves the shop stopped and says so; another one starts it again as it was', async () => {
    world.endings.set('restore', {
      exitCode: 50,
      words: { code: 'storage_unavailable', message: 'no answer' },
    });
    declare({ storage, database, force: true });
    await lookUntilOver(harness.cluster);
    assert.match(
      ready(),
      /^False StorageUnavailable storage_unavailable: no answer.*stays stopped/,
    );
    assert.deepEqual(world.replicas(), { ...asBefore, sales: 0, finance: 0 });
    await lookOnce(harness.cluster);
    assert.deepEqual(world.begun, ['check', 'restore'], 'what is over is left alone');
    world.endings.clear();
    declare({ storage, database, force: true }, 'again');
    await lookUntilOver(harness.cluster, 'again');
    assert.equal(statusOf('again').phase, 'Completed');
    assert.deepEqual(world.replicas(), asBefore);
  });

  it('stops again what somebody starts meanwhile, and knows how many there were at first', async () => {
    declare({ storage, database, force: true });
    const { objects } = harness.server;
    const target = { collection: '/apis/apps/v1/deployments', namespace, name: 'sales' };
    for (let looks = 0; statusOf().phase !== 'Restoring'; looks += 1) {
      assert.ok(looks < 40);
      await lookOnce(harness.cluster);
      world.settle();
    }
    const sales = objects.get(target);
    objects.update(target, { ...sales, spec: { ...Object(sales.spec), replicas: 1 } });
    await lookOnce(harness.cluster);
    assert.equal(world.replicas().sales, 0);
    await lookUntilOver(harness.cluster);
    assert.deepEqual(world.replicas(), asBefore);
  });

  it('waits for one that is older', async () => {
    declare({ storage, database, force: true }, 'aa');
    declare({ storage, database, force: true }, 'bb');
    await lookOnce(harness.cluster, 'bb');
    assert.match(ready('bb'), /^False AnotherRestore The Restore aa is not over yet/);
    assert.deepEqual(world.jobs(), []);
    await lookUntilOver(harness.cluster, 'aa');
    await lookUntilOver(harness.cluster, 'bb');
    assert.equal(statusOf('bb').phase, 'Completed');
  });

  it('of a Backup takes its id, storage and server, and waits until it is made', async () => {
    declare({ backupRef: { name: 'nightly' }, force: true });
    await lookOnce(harness.cluster);
    assert.match(ready(), /^False BackupMissing/);
    const backups = { collection: '/apis/balcao.dev/v1alpha1/backups', namespace };
    const encryption = { secretRef: { name: 'backup-key' } };
    const spec = { database, storage, encryption };
    harness.server.objects.create(backups, { metadata: { name: 'nightly' }, spec });
    await lookOnce(harness.cluster);
    assert.match(ready(), /^False BackupUnfinished/);
    harness.server.objects.update(
      { ...backups, name: 'nightly', isStatus: true },
      { metadata: { name: 'nightly', namespace }, status: { backupId } },
    );
    await lookUntilOver(harness.cluster);
    assert.equal(statusOf().phase, 'Completed');
    const [check, restored, emptied] = world.jobs().map((job) => JSON.stringify(job));
    for (const job of [check, restored]) {
      assert.match(job ?? '', new RegExp(`"name":"BACKUP_ID","value":"${backupId}"`));
      assert.match(job ?? '', /"claimName":"backups".*|"name":"backup-key"/);
      assert.match(
        job ?? '',
        new RegExp(`"name":"RESTORE_ID","value":"${current().metadata.uid}"`),
      );
    }
    assert.match(emptied ?? '', /"AMQP_PASSWORD","valueFrom".*"AMQP_URL","value":"amqp:/);
    assert.doesNotMatch(emptied ?? '', /DATABASE_URL|backups/);
  });

  it('of a shop without a broker has nothing to empty', async () => {
    await harness.stop();
    harness = await startKubeHarness();
    world = createRestoreWorld(harness.server, false);
    declare({ storage, database, force: true });
    await lookUntilOver(harness.cluster);
    assert.equal(statusOf().phase, 'Completed');
    assert.deepEqual(world.begun, ['check', 'restore']);
  });

  it('tells what is unready as such', () => {
    const { describeError } = begin(harness.cluster);
    declare({ storage, database });
    const status = describeError(current(), new UnreadyError('BackupMissing', 'Nothing there.'));
    assert.match(JSON.stringify(status), /"reason":"BackupMissing","message":"Nothing there."/);
  });
});
