/** A Restore ends the same wherever the operator dies: the shop is stopped for it, never half, and comes back as it was. */
import assert from 'node:assert/strict';
import { UnreadyError } from '../src/unready-error.ts';
import {
  Killed,
  mortal,
  namespace,
  type RestoreTrial,
  startRestoreTrial,
} from '../testing/restore-trial.ts';
import { backupId } from '../testing/restore-world.ts';

const storage = { persistentVolumeClaim: { claimName: 'backups' } };
const database = { host: 'balcao-postgres', secretRef: { name: 'balcao-postgres' } };
const asBefore = { sales: 3, finance: 1, notifier: 0, web: 2 };

describe('a Restore', function () {
  this.timeout(60_000);
  let trial: RestoreTrial;
  beforeEach(async () => {
    trial = await startRestoreTrial();
  });
  afterEach(() => trial.stop());

  it('checks, stops, restores, empties, starts: and each service has the pods that it had', async () => {
    const { cluster, declare, lookUntilOver, ready, statusOf, told, world } = trial;
    declare({ storage, database, force: true });
    const phases = await lookUntilOver(cluster);
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
    assert.deepEqual(world.owned(), [], 'a helm upgrade may have another number');
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
        await trial.stop();
        trial = await startRestoreTrial();
        const { declare, lookUntilOver, statusOf, world } = trial;
        declare({ storage, database, force: true });
        const cluster = mortal(trial.cluster, deadly, isAfter);
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
        assert.deepEqual(world.owned(), [], at);
        assert.deepEqual(world.wrongs, [], at);
        assert.ok(deadly < 30);
        if (kills === 0) break;
        assert.equal(kills, 1);
      }
  });

  it('of a shop that is not empty is refused without force, by its code, and the shop is not touched', async () => {
    const { cluster, declare, lookUntilOver, ready, told, world } = trial;
    world.endings.set('check', {
      exitCode: 20,
      words: { code: 'target_not_empty', message: 'database sales has rows in sale' },
    });
    declare({ storage, database });
    assert.deepEqual(await lookUntilOver(cluster), ['Checking', 'Failed']);
    assert.match(
      ready(),
      /^False TargetNotEmpty target_not_empty: database sales has rows in sale/,
    );
    assert.match(ready(), /The shop was not touched/);
    assert.deepEqual(world.replicas(), asBefore);
    assert.deepEqual(world.begun, ['check']);
    assert.equal(told.at(-1)?.type, 'Warning');
  });

  it('that fails leaves the shop stopped and says so; another one starts it again as it was', async () => {
    const { cluster, declare, lookOnce, lookUntilOver, ready, statusOf, world } = trial;
    world.endings.set('restore', {
      exitCode: 50,
      words: { code: 'storage_unavailable', message: 'no answer' },
    });
    declare({ storage, database, force: true });
    await lookUntilOver(cluster);
    assert.match(
      ready(),
      /^False StorageUnavailable storage_unavailable: no answer.*stays stopped/,
    );
    assert.deepEqual(world.replicas(), { ...asBefore, sales: 0, finance: 0 });
    await lookOnce(cluster);
    assert.deepEqual(world.begun, ['check', 'restore'], 'what is over is left alone');
    world.endings.clear();
    declare({ storage, database, force: true }, 'again');
    await lookUntilOver(cluster, 'again');
    assert.equal(statusOf('again').phase, 'Completed');
    assert.deepEqual(world.replicas(), asBefore);
  });

  it('stops again what somebody starts meanwhile, and knows how many there were at first', async () => {
    const { cluster, declare, lookOnce, lookUntilOver, objects, statusOf, world } = trial;
    declare({ storage, database, force: true });
    const target = { collection: '/apis/apps/v1/deployments', namespace, name: 'sales' };
    for (let looks = 0; statusOf().phase !== 'Restoring'; looks += 1) {
      assert.ok(looks < 40);
      await lookOnce(cluster);
      world.settle();
    }
    const sales = objects.get(target);
    objects.update(target, { ...sales, spec: { ...Object(sales.spec), replicas: 1 } });
    await lookOnce(cluster);
    assert.equal(world.replicas().sales, 0);
    await lookUntilOver(cluster);
    assert.deepEqual(world.replicas(), asBefore);
  });

  it('of a Backup takes its id, storage and server, and waits until it is made', async () => {
    const { cluster, current, declare, lookOnce, lookUntilOver, objects, ready, statusOf, world } =
      trial;
    declare({ backupRef: { name: 'nightly' }, force: true });
    await lookOnce(cluster);
    assert.match(ready(), /^False BackupMissing/);
    const backups = { collection: '/apis/balcao.dev/v1alpha1/backups', namespace };
    const encryption = { secretRef: { name: 'backup-key' } };
    const spec = { database, storage, encryption };
    objects.create(backups, { metadata: { name: 'nightly' }, spec });
    await lookOnce(cluster);
    assert.match(ready(), /^False BackupUnfinished/);
    const tell = (status: object) =>
      objects.update(
        { ...backups, name: 'nightly', isStatus: true },
        { metadata: { name: 'nightly', namespace }, status },
      );
    const underway = { backupId, startedAt: '2026-11-26T03:00:00Z' };
    tell(underway);
    await lookOnce(cluster);
    assert.match(ready(), /^False BackupUnfinished/);
    assert.deepEqual(world.begun, []);
    tell({ ...underway, completedAt: '2026-11-26T03:01:00Z' });
    await lookUntilOver(cluster);
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

  it('whose Backup is deleted while the shop is stopped for it says what to do', async () => {
    const { cluster, declare, lookOnce, objects, ready, statusOf, world } = trial;
    const backups = { collection: '/apis/balcao.dev/v1alpha1/backups', namespace };
    const nightly = { ...backups, name: 'nightly' };
    objects.create(backups, { metadata: { name: 'nightly' }, spec: { database, storage } });
    objects.update(
      { ...nightly, isStatus: true },
      {
        metadata: { name: 'nightly', namespace },
        status: { backupId, completedAt: '2026-11-26T03:01:00Z' },
      },
    );
    declare({ backupRef: { name: 'nightly' }, force: true });
    for (let looks = 0; statusOf().phase !== 'Stopping'; looks += 1) {
      assert.ok(looks < 40);
      await lookOnce(cluster);
      world.settle();
    }
    objects.delete(nightly);
    await lookOnce(cluster);
    assert.match(ready(), /^False BackupMissing .*delete this one, and make another with storage/);
    assert.equal(statusOf().backupId, backupId);
  });

  it('of a shop without a broker has nothing to empty', async () => {
    await trial.stop();
    trial = await startRestoreTrial(false);
    const { cluster, declare, lookUntilOver, statusOf, world } = trial;
    declare({ storage, database, force: true });
    await lookUntilOver(cluster);
    assert.equal(statusOf().phase, 'Completed');
    assert.deepEqual(world.begun, ['check', 'restore']);
  });

  it('tells what is unready as such', () => {
    const { cluster, current, declare, reconciler } = trial;
    const { describeError } = reconciler(cluster);
    declare({ storage, database });
    const status = describeError(current(), new UnreadyError('BackupMissing', 'Nothing there.'));
    assert.match(JSON.stringify(status), /"reason":"BackupMissing","message":"Nothing there."/);
  });
});
