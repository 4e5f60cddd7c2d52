/** What the steps of a BackupSchedule work with. */
import { resourceTypeOf } from '../core-types.ts';
import type { Clock } from '../kube/clock.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { EventRecorder } from '../kube/event-recorder.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { ReadStore } from '../kube/store.ts';
import { backup } from '../resources/backup.ts';
import type { BackupScheduleSpec } from '../resources/backup-schedule.ts';
import type { BackupView } from '../specs/backup-view.ts';
import type { ScheduleTimes } from '../specs/schedule-times.ts';
import type { ProgramJobs } from './program-jobs.ts';

export interface ScheduleDeps {
  cluster: Cluster;
  jobs: ProgramJobs;
  /** The cache of Backups. */
  backups: ReadStore;
  recorder: EventRecorder;
  clock: Clock;
}

export interface ScheduleTask {
  object: KubeObject;
  spec: BackupScheduleSpec;
  times: ScheduleTimes;
  backups: readonly BackupView[];
  now: Date;
}

export const backupType = resourceTypeOf(backup);
