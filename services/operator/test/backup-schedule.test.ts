/** Protects: one Backup for each due minute and never two, whoever asks, and what is kept no longer goes, files first. */
import assert from 'node:assert/strict';
import {
  type BackupHarness,
  backupsPath,
  conditionOf,
  createBackupHarness,
  dumped,
  plan,
  proven,
} from '../testing/backup-harness.ts';

const hourly = { schedule: '0 * * * *', timeZone: 'UTC', template: plan };
const minuteMs = 60_000;

describe('a BackupSchedule', () => {
  let harness: BackupHarness;

  beforeEach(() => {
    harness = createBackupHarness('2026-11-26T11:50:00Z');
  });
  afterEach(() => harness.kill());

  const status = (): Record<string, unknown> => Object(harness.schedule('s').status);
  const ready = () => conditionOf(harness.schedule('s'), 'Ready');
  const declare = (spec: object = {}) =>
    harness.declare('BackupSchedule', 's', { ...hourly, ...spec });
  async function minutes(count: number) {
    for (let n = 0; n < count; n += 1) await harness.clock.advance(minuteMs);
  }
  async function finish(drill = proven) {
    await harness.end('dump', dumped);
    await harness.end('verify', drill);
    await harness.rest();
  }

  it('makes nothing for the time before it was there, and one Backup when it is due', async () => {
    declare();
    harness.begin();
    await harness.rest();
    assert.deepEqual(harness.backups(), []);
    assert.equal(status().nextScheduleTime, '2026-11-26T12:00:00Z');
    await minutes(10);
    assert.deepEqual(harness.backups(), ['s-202611261200']);
    await finish();
    assert.equal(ready(), 'True Scheduled');
    assert.equal(status().lastGoodTime, '2026-11-26T12:00:00Z');
    await minutes(60);
    assert.deepEqual(harness.backups(), ['s-202611261200', 's-202611261300']);
  });

  it('makes one for all that were missed while nobody was there', async () => {
    declare();
    await minutes(200);
    harness.begin();
    await harness.rest();
    assert.deepEqual(harness.backups(), ['s-202611261500']);
  });

  it('leaves out what could not be begun in time, and says so', async () => {
    declare({ startingDeadlineSeconds: 300 });
    await minutes(20);
    harness.begin();
    await harness.rest();
    assert.deepEqual([harness.backups(), ready()], [[], 'False Missed']);
    await minutes(50);
    assert.deepEqual(harness.backups(), ['s-202611261300']);
  });

  it('makes one of a minute with two leaders, which both believe that they lead', async () => {
    declare();
    harness.begin();
    harness.begin();
    await minutes(11);
    await finish();
    assert.deepEqual(harness.backups(), ['s-202611261200']);
    assert.deepEqual([harness.made('dump'), harness.made('verify')], [1, 1]);
  });

  it('goes on wherever it was killed, and makes no minute twice', async () => {
    for (let writes = 0; writes < 6; writes += 1) {
      harness = createBackupHarness('2026-11-26T11:50:00Z');
      declare({ retention: { last: 1 } });
      harness.begin(writes);
      await minutes(11);
      await harness.kill();
      harness.begin();
      await harness.rest();
      await finish();
      const made = harness.objects.history.filter(
        ({ type, collection }) => type === 'ADDED' && collection === backupsPath,
      );
      assert.equal(made.length, 1, `${writes}`);
      assert.equal(harness.made('dump'), 1, `${writes}`);
      await harness.kill();
    }
  });

  it('does not make the newest again that somebody deletes, however often it looks', async () => {
    declare();
    harness.begin();
    await minutes(71);
    await finish();
    await finish();
    assert.deepEqual(harness.backups(), ['s-202611261200', 's-202611261300']);
    harness.remove('s-202611261300');
    await harness.rest();
    await harness.end('remove', { ok: true });
    await harness.rest();
    await minutes(25);
    assert.deepEqual(harness.backups(), ['s-202611261200']);
    const { lastScheduleTime, lastBackup } = status();
    assert.deepEqual([lastScheduleTime, lastBackup], ['2026-11-26T13:00:00Z', 's-202611261200']);
    await harness.kill();
    harness.begin();
    await minutes(2);
    assert.deepEqual(harness.backups(), ['s-202611261200']);
  });

  it('that forbids two at once waits for the first, and then makes the one that is due', async () => {
    declare();
    harness.begin();
    await minutes(71);
    assert.deepEqual(harness.backups(), ['s-202611261200']);
    assert.equal(ready(), 'False StillRunning');
    await finish();
    assert.deepEqual(harness.backups(), ['s-202611261200', 's-202611261300']);
  });

  it('that allows two at once makes both', async () => {
    declare({ concurrencyPolicy: 'Allow' });
    harness.begin();
    await minutes(71);
    assert.deepEqual(harness.backups(), ['s-202611261200', 's-202611261300']);
  });

  it('that replaces gives up the first', async () => {
    declare({ concurrencyPolicy: 'Replace' });
    harness.begin();
    await minutes(71);
    await harness.end('remove', { ok: true });
    await harness.rest();
    assert.deepEqual(harness.backups(), ['s-202611261300']);
  });

  it('rests while it is suspended', async () => {
    declare({ suspend: true });
    harness.begin();
    await minutes(90);
    assert.deepEqual([harness.backups(), ready()], [[], 'True Suspended']);
  });

  it('says that the last Backup failed, or was not proven', async () => {
    declare();
    harness.begin();
    await minutes(11);
    await harness.end('dump', { ok: false, code: 'shop_busy', message: 'no instant' });
    await harness.rest();
    assert.equal(ready(), 'False BackupFailed');
    await minutes(60);
    await finish({ ok: false, code: 'proof_failed', message: 'ledger' });
    assert.equal(ready(), 'False BackupUnproven');
    assert.ok(harness.told.includes('s Warning BackupUnproven'));
  });

  const idOf = (name: string) => String(Object(harness.backup(name).status).backupId);
  const two = ['s-202611261200', 's-202611261300'] as const;
  async function makeTwo() {
    declare({ retention: { last: 1 } });
    harness.begin();
    await minutes(11);
    await finish();
    await harness.end('prune', { ok: true, kept: 1, keptIds: [idOf(two[0])] });
    await minutes(60);
    await finish();
  }

  it('has the files of what it does not keep removed, and then the objects, without another Job', async () => {
    await makeTwo();
    const only = `${idOf(two[0])},${idOf(two[1])}`;
    const job = JSON.stringify(harness.jobs('prune').at(-1));
    assert.ok(job.includes(`{"name":"PRUNE_ONLY","value":"${only}"}`));
    assert.ok(job.includes('{"name":"KEEP_LAST","value":"1"}'));
    assert.deepEqual(harness.backups(), two);
    await harness.end('prune', { ok: true, kept: 1, keptIds: [idOf(two[1])] });
    await harness.rest();
    assert.deepEqual(harness.backups(), [two[1]]);
    assert.deepEqual([harness.made('prune'), harness.made('remove')], [2, 0]);
  });

  it('removes no object of which nothing was said, and tells why it could not prune', async () => {
    await makeTwo();
    await harness.end('prune', { ok: false, code: 'unforeseen', message: 'read-only' });
    await harness.rest();
    assert.deepEqual(harness.backups(), two);
    assert.equal(conditionOf(harness.schedule('s'), 'Pruned'), 'False unforeseen');
  });

  it('prunes beside one whose clean-up cannot succeed', async () => {
    declare({ retention: { last: 1 } });
    harness.begin();
    await minutes(11);
    harness.remove('s-202611261200');
    await harness.rest();
    await harness.end('remove', { ok: false, code: 'unforeseen', message: 'read-only' });
    await minutes(60);
    await finish();
    await harness.rest();
    assert.deepEqual(harness.backups(), ['s-202611261200', 's-202611261300']);
    assert.equal(harness.made('prune'), 1);
  });

  it('takes the objects away though it was killed when the Job had ended', async () => {
    await makeTwo();
    const kept = { ok: true, kept: 1, keptIds: [idOf(two[1])] };
    for (const writes of [0, 1, 2]) {
      await harness.kill();
      harness.begin(writes);
      await harness.end('prune', kept);
    }
    await harness.kill();
    harness.begin();
    await harness.rest();
    assert.deepEqual(harness.backups(), [two[1]]);
  });

  it('keeps three failed Backups to be looked at, and no more', async () => {
    declare();
    harness.begin();
    for (let n = 0; n < 5; n += 1) {
      await minutes(60);
      await harness.end('dump', { ok: false, code: 'shop_busy', message: 'no instant' });
      await harness.end('remove', { ok: true });
      await harness.rest();
    }
    await harness.end('remove', { ok: true });
    await harness.rest();
    assert.equal(harness.backups().length, 3);
  });

  it('is told to Prometheus: what is proven, how old the last good one is, and when one was due', async () => {
    declare();
    harness.begin();
    await minutes(11);
    assert.match(await harness.registry.metrics(), /age_seconds\{shop="shop",schedule="s"\} \+Inf/);
    await finish();
    await minutes(60);
    const text = await harness.registry.metrics();
    assert.match(text, /^balcao_backup_verified\{shop="shop",backup="s-202611261200"\} 1$/m);
    const seconds = (name: string) =>
      Number(new RegExp(`^${name}\\{.*\\} (\\d+)`, 'm').exec(text)?.[1]);
    assert.ok(seconds('balcao_backup_age_seconds') > 3_600);
    assert.ok(seconds('balcao_backup_due_age_seconds') < 3_600);
    await harness.kill();
    assert.doesNotMatch(await harness.registry.metrics(), /^balcao_backup_\w+\{/m);
  });
});
