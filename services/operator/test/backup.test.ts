/** Protects: a Backup is made once, proven, told and cleaned up, whenever the operator dies and whatever a Job says. */
import assert from 'node:assert/strict';
import {
  type BackupHarness,
  conditionOf,
  createBackupHarness,
  dumped,
  plan,
  proven,
} from '../testing/backup-harness.ts';

describe('a Backup', () => {
  let harness: BackupHarness;

  beforeEach(() => {
    harness = createBackupHarness();
  });
  afterEach(() => harness.kill());

  const state = (name = 'a') => {
    const object = harness.backup(name);
    return ['Completed', 'Verified', 'Ready'].map((type) => conditionOf(object, type));
  };
  const status = (name = 'a'): Record<string, unknown> => Object(harness.backup(name).status);

  async function made(spec: object = {}) {
    harness.declare('Backup', 'a', { ...plan, ...spec });
    harness.begin();
    await harness.rest();
    await harness.end('dump', dumped);
  }

  it('is dumped, proven, and tells what it is and that it is', async () => {
    await made();
    assert.deepEqual(state(), ['True Completed', 'Unknown Verifying', 'False Verifying']);
    await harness.end('verify', proven);
    assert.deepEqual(state(), ['True Completed', 'True Proven', 'True Proven']);
    const { size, took, databases, lastVerified } = status();
    assert.deepEqual([size, took, databases], ['3.0 MiB', '4.2s', 8]);
    assert.equal(lastVerified, status().lastDrill);
    assert.deepEqual(harness.told, ['a Normal Running', 'a Normal Verifying', 'a Normal Proven']);
  });

  it('has one id in its storage, which dump and drill are both told', async () => {
    await made();
    const { backupId } = status();
    assert.match(String(backupId), /^20261126T120000Z-[0-9a-f]{6}$/);
    for (const job of harness.jobs())
      assert.ok(JSON.stringify(job).includes(`{"name":"BACKUP_ID","value":"${backupId}"}`));
  });

  it('is Ready without a drill where none is asked for', async () => {
    await made({ verify: { enabled: false } });
    assert.deepEqual(state(), ['True Completed', 'Unknown NotAsked', 'True Completed']);
    assert.equal(harness.made('verify'), 0);
  });

  it('that cannot be made fails with the code of the program, and is not tried for ever', async () => {
    harness.declare('Backup', 'a', plan);
    harness.begin();
    await harness.rest();
    await harness.end('dump', { ok: false, code: 'schema_unknown', message: 'a view' });
    assert.deepEqual(state(), ['False schema_unknown', 'none', 'False schema_unknown']);
    assert.equal(conditionOf(harness.backup('a'), 'Failed'), 'True schema_unknown');
    await harness.clock.advance(3_600_000);
    assert.equal(harness.made('dump'), 1);
    assert.deepEqual(harness.told.at(-1), 'a Warning schema_unknown');
  });

  it('whose drill fails is not Ready, and says why', async () => {
    await made();
    await harness.end('verify', { ok: false, code: 'file_damaged', message: 'sales.sql.gz' });
    assert.deepEqual(state(), ['True Completed', 'False file_damaged', 'False file_damaged']);
    assert.equal(status().lastVerified, undefined);
    assert.deepEqual(harness.told.at(-1), 'a Warning file_damaged');
  });

  it('is drilled again when it is asked for, and loses what it had proven', async () => {
    await made();
    await harness.end('verify', proven);
    const { lastVerified } = status();
    harness.edit('a', ({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, annotations: { 'balcao.dev/verify': 'today' } },
    }));
    await harness.rest();
    assert.deepEqual(state()[1], 'True Proven');
    await harness.end('verify', { ok: false, code: 'file_truncated', message: 'short' });
    assert.deepEqual(state()[1], 'False file_truncated');
    assert.equal(status().lastVerified, lastVerified);
    assert.equal(harness.made('verify'), 2);
  });

  it('is drilled every so many days, once for each time, also after a long sleep', async () => {
    await made({ verify: { everyDays: 7 } });
    await harness.end('verify', proven);
    await harness.kill();
    harness.clock.jump(30 * 86_400_000);
    harness.begin();
    await harness.rest();
    assert.equal(harness.made('verify'), 2);
    await harness.end('verify', proven);
    assert.equal(harness.made('verify'), 2);
  });

  it('goes on wherever the operator was killed, and nothing is made twice', async () => {
    for (let writes = 0; writes < 7; writes += 1) {
      harness = createBackupHarness();
      harness.declare('Backup', 'a', plan);
      harness.begin(writes);
      await harness.rest();
      await harness.end('dump', dumped);
      await harness.end('verify', proven);
      await harness.kill();
      harness.begin();
      await harness.rest();
      await harness.end('dump', dumped);
      await harness.end('verify', proven);
      await harness.rest();
      assert.deepEqual(state(), ['True Completed', 'True Proven', 'True Proven'], `${writes}`);
      assert.deepEqual([harness.made('dump'), harness.made('verify')], [1, 1], `${writes}`);
      await harness.kill();
    }
  });

  it('that is deleted stays until its files are removed', async () => {
    await made();
    await harness.end('verify', proven);
    harness.remove('a');
    await harness.rest();
    assert.deepEqual(harness.backups(), ['a']);
    assert.equal(harness.jobs('remove')[0]?.metadata.ownerReferences, undefined);
    await harness.end('remove', { ok: true });
    await harness.rest();
    assert.deepEqual(harness.backups(), []);
  });

  it('whose files cannot be removed stays and says so, and another attempt is made', async () => {
    await made();
    await harness.end('verify', proven);
    harness.remove('a');
    await harness.rest();
    await harness.end('remove', { ok: false, code: 'unforeseen', message: 'read-only' });
    await harness.rest();
    assert.deepEqual(state()[2], 'False CleanupFailed');
    await harness.end('remove', { ok: true });
    await harness.rest();
    assert.deepEqual(harness.backups(), []);
    assert.equal(harness.made('remove'), 2);
  });

  it('that is deleted while it is made ends the Job first: it would write what was removed', async () => {
    harness.declare('Backup', 'a', plan);
    harness.begin();
    await harness.rest();
    harness.remove('a');
    await harness.rest();
    assert.deepEqual(harness.jobs('dump'), []);
    await harness.end('remove', { ok: true });
    await harness.rest();
    assert.deepEqual(harness.backups(), []);
    assert.equal(harness.made('dump'), 1);
  });

  it('leaves its files where that is wanted, also when that was decided later', async () => {
    await made();
    await harness.end('verify', proven);
    harness.edit('a', (object) => ({ ...object, spec: { ...plan, deletionPolicy: 'Retain' } }));
    harness.remove('a');
    await harness.rest();
    assert.deepEqual([harness.backups(), harness.made('remove')], [[], 0]);
  });
});
