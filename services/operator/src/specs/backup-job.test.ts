/** Protects: the Jobs of backups are what somebody has looked at, restricted, without a password, and named once. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { committed } from '../../testing/snapshot.ts';
import { backupSpec } from '../resources/backup.ts';
import { type BackupJob, backupJob, backupJobName } from './backup-job.ts';

const settings = {
  image: 'balcao/backup:1.0.0',
  scratchImage: 'postgres:17-trixie',
  pullPolicy: 'IfNotPresent',
  pullSecrets: [],
};
const owner = {
  apiVersion: 'balcao.dev/v1alpha1',
  kind: 'Backup',
  metadata: { namespace: 'shop', name: 'before.upgrade', uid: '0197f0c0-0000-7000-8000-1' },
};
const database = { host: 'balcao-postgres', secretRef: { name: 'balcao-postgres' } };
const claim = { persistentVolumeClaim: { claimName: 'backups', path: 'shop/daily' } };
const bucket = {
  s3: {
    ...{ endpoint: 'https://s3.example', bucket: 'shop', prefix: 'a', region: 'sa-east-1' },
    secretRef: { name: 'bucket' },
  },
};

function jobOf(changes: Partial<BackupJob>, spec: object = {}): BackupJob {
  const plan = backupSpec.parse({ database, storage: claim, ...spec });
  const { storage, encryption, retries, timeoutSeconds } = plan;
  const plain = { database: plan.database, storage, encryption, retries, timeoutSeconds };
  return { verb: 'dump', owner, ...plain, ...changes };
}

function matches(name: string, job: BackupJob): void {
  const made = backupJob(job, settings);
  assert.deepEqual(made, committed(name, made));
}

describe('the Job of a backup', () => {
  it('dumps to a volume', () => matches('dump', jobOf({})));

  it('dumps to a bucket, encrypted, over a connection that is checked', () => {
    const trusted = { ...database, sslMode: 'verify-full', caSecretRef: { name: 'authority' } };
    const encryption = { secretRef: { name: 'backup-key' } };
    matches('dump-s3', jobOf({}, { database: trusted, storage: bucket, encryption }));
  });

  it('verifies beside a server of its own, without the one of the shop', () => {
    const env = { BACKUP_ID: '20261126T030000Z-1a2b3c' };
    matches('verify', jobOf({ verb: 'verify', env }));
    const made = JSON.stringify(backupJob(jobOf({ verb: 'verify' }), settings));
    assert.doesNotMatch(made, /PGPASSWORD|balcao-postgres/);
  });

  it('removes without an owner, which would take it along before it is done', () => {
    matches('remove', jobOf({ verb: 'remove', isOwned: false }));
  });

  it('has one name for one object, verb and round, and another for any other', () => {
    const names = [
      jobOf({}),
      jobOf({}),
      jobOf({ verb: 'verify' }),
      jobOf({ verb: 'verify', round: '2' }),
      jobOf({ owner: { ...owner, metadata: { ...owner.metadata, uid: 'other' } } }),
    ].map(backupJobName);
    assert.equal(names[0], names[1]);
    assert.equal(new Set(names).size, 4);
    const long = { ...owner, metadata: { ...owner.metadata, name: 'a'.repeat(63) } };
    for (const name of [...names, backupJobName(jobOf({ owner: long, verb: 'restore' }))])
      assert.match(name, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });
});
