/** What the steps of a Backup work with, and the Jobs that they ask for. */
import type { Clock } from '../kube/clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { BackupSpec } from '../resources/backup.ts';
import { backupIdOf } from '../specs/backup-id.ts';
import type { BackupJob } from '../specs/backup-job.ts';
import type { ProgramJobs } from './program-jobs.ts';

export interface BackupDeps {
  cluster: Cluster;
  jobs: ProgramJobs;
  recorder: EventRecorder;
  clock: Clock;
}

export interface BackupTask {
  object: KubeObject;
  spec: BackupSpec;
}

export function programJob(
  { object, spec }: BackupTask,
  verb: BackupJob['verb'],
  round?: string,
): BackupJob {
  const { database, storage, encryption, retries, timeoutSeconds } = spec;
  const env = { BACKUP_ID: backupIdOf(object) };
  const job = { verb, owner: object, storage, database, encryption, env, retries, timeoutSeconds };
  return round === undefined ? job : { ...job, round };
}
