/** Protects: of several Restores in a namespace one goes at a time, and none waits for one that never begins. */
import assert from 'node:assert/strict';
import { namespace, type RestoreTrial, startRestoreTrial } from '../testing/restore-trial.ts';

const storage = { persistentVolumeClaim: { claimName: 'backups' } };
const database = { host: 'balcao-postgres', secretRef: { name: 'balcao-postgres' } };

describe('one Restore of several', function () {
  this.timeout(60_000);
  let trial: RestoreTrial;
  beforeEach(async () => {
    trial = await startRestoreTrial();
  });
  afterEach(() => trial.stop());

  it('waits for one that has begun, whichever is older', async () => {
    const { cluster, declare, lookOnce, lookUntilOver, ready, statusOf, world } = trial;
    declare({ storage, database, force: true }, 'aa');
    declare({ storage, database, force: true }, 'bb');
    await lookOnce(cluster, 'bb');
    await lookOnce(cluster, 'aa');
    assert.match(ready('aa'), /^False AnotherRestore The Restore bb is not over yet/);
    assert.equal(world.jobs().length, 1);
    await lookUntilOver(cluster, 'bb');
    await lookUntilOver(cluster, 'aa');
    assert.equal(statusOf('aa').phase, 'Completed');
  });

  it('of two that began at once, neither knowing of the other, goes alone', async () => {
    const { cluster, current, declare, lookOnce, lookUntilOver, objects, ready, world } = trial;
    declare({ storage, database, force: true }, 'aa');
    declare({ storage, database, force: true }, 'bb');
    await lookOnce(cluster, 'aa');
    const status = { ...Object(current('aa').status), conditions: [] };
    const target = { collection: '/apis/balcao.dev/v1alpha1/restores', namespace, isStatus: true };
    objects.update({ ...target, name: 'bb' }, { ...current('bb'), status });
    await lookOnce(cluster, 'bb');
    assert.match(ready('bb'), /^False AnotherRestore The Restore aa is not over yet/);
    await lookUntilOver(cluster, 'aa');
    assert.deepEqual(world.begun, ['check', 'restore', 'empty']);
  });

  it('has others see that it has begun before it touches the shop, be its check done or not', async () => {
    const { cluster, current, declare, lookOnce, lookUntilOver, ready, reconciler, world } = trial;
    declare({ storage, database, force: true }, 'aa');
    declare({ storage, database, force: true }, 'bb');
    const before = world.replicas();
    /** By a leader that dies before it writes a status. */
    const lookAndDie = (name: string) =>
      reconciler(cluster).reconcile({
        key: `${namespace}/${name}`,
        object: current(name),
        signal: new AbortController().signal,
      });
    for (const name of ['aa', 'bb']) await lookAndDie(name);
    world.settle();
    world.settle();
    for (const name of ['aa', 'bb']) await lookAndDie(name);
    assert.deepEqual(world.replicas(), before);
    await lookOnce(cluster, 'aa');
    await lookOnce(cluster, 'bb');
    assert.match(ready('bb'), /^False AnotherRestore The Restore aa is not over yet/);
    await lookUntilOver(cluster, 'aa');
    assert.deepEqual(world.begun, ['check', 'check', 'restore', 'empty']);
    assert.deepEqual(world.wrongs, []);
  });

  it("that waits for a Backup which nobody makes is in no other's way", async () => {
    const { cluster, declare, lookOnce, lookUntilOver, ready, statusOf } = trial;
    declare({ backupRef: { name: 'before-the-flood' } }, 'aa');
    await lookOnce(cluster, 'aa');
    assert.match(ready('aa'), /^False BackupMissing/);
    declare({ storage, database, force: true }, 'bb');
    await lookUntilOver(cluster, 'bb');
    assert.equal(statusOf('bb').phase, 'Completed');
  });
});
