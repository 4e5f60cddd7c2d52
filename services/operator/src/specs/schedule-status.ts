/** Pure: the status of a BackupSchedule. */

import { conditionsOf } from '../kube/conditions.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { type BackupScheduleSpec, backupScheduleStatus } from '../resources/backup-schedule.ts';
import type { BackupView } from './backup-view.ts';
import { type SchedulePlan, scheduledBackup } from './schedule-plan.ts';
import type { ScheduleTimes } from './schedule-times.ts';
import { bounded, type Health, present, suspended } from './wish.ts';

interface Seen {
  /** With its last status. */
  object: KubeObject;
  spec: BackupScheduleSpec;
  times: ScheduleTimes;
  backups: readonly BackupView[];
  now: Date;
}

const maxActive = 20;

/** Of a minute, which has no fractions to tell. */
const text = (at: Date | undefined) => at?.toISOString().replace('.000Z', 'Z');

/** Fields that are not in it stay as they were. */
export function scheduleStatus(
  { object, spec, times, backups, now }: Seen,
  { start, replaced }: SchedulePlan,
): Record<string, unknown> {
  const made = start === undefined ? undefined : scheduledBackup(object, spec, start);
  const newest = backups.at(-1);
  const active = backups.filter((one) => one.isActive && !one.isGoing && !replaced.includes(one));
  const names = [
    ...active.map(({ name }) => name),
    ...(made === undefined ? [] : [made.metadata.name]),
  ];
  const isNew = made !== undefined && !backups.some(({ name }) => name === made.metadata.name);
  return {
    ...present({
      lastScheduleTime: text(latest([start, newest?.at, lastScheduled(object)])),
      lastBackup: made?.metadata.name ?? newest?.name,
      lastGoodTime: text(backups.findLast(({ isReady }) => isReady)?.at),
    }),
    nextScheduleTime: spec.suspend ? undefined : text(times.nextDue(now)),
    active: [...new Set(names)].slice(-maxActive),
    backups: backups.length + Number(isNew),
  };
}

/** Of the status: it never goes back, or a Backup that is deleted would be due again. */
export function lastScheduled({ status }: KubeObject): Date | undefined {
  const at = scheduled.safeParse(status).data?.lastScheduleTime;
  return at === undefined ? undefined : new Date(at);
}

const scheduled = backupScheduleStatus.pick({ lastScheduleTime: true }).strip();

const latest = (all: readonly (Date | undefined)[]): Date | undefined =>
  all.reduce((last, at) => (last === undefined || (at !== undefined && at > last) ? at : last));

export function scheduleHealth({ spec, backups }: Seen, { missed, held }: SchedulePlan): Health {
  if (spec.suspend) return suspended;
  if (missed !== undefined)
    return {
      ...{ status: 'False', reason: 'Missed' },
      message: 'A Backup could not be begun in time, and is left out; see startingDeadlineSeconds.',
    };
  if (held !== undefined)
    return {
      ...{ status: 'False', reason: 'StillRunning' },
      message: 'A Backup is due, and waits for another that is still being made.',
    };
  const last = backups.findLast(({ isSettled, isFailed }) => isSettled || isFailed);
  if (last !== undefined && !last.isReady)
    return {
      ...{ status: 'False', reason: last.isFailed ? 'BackupFailed' : 'BackupUnproven' },
      message: bounded(`${last.name}: ${faultOf(last)}`),
    };
  return { status: 'True', reason: 'Scheduled', message: 'Backups are made as scheduled.' };
}

function faultOf({ object }: BackupView): string {
  const ready = conditionsOf(object.status).find(({ type }) => type === 'Ready');
  return ready === undefined ? 'it is not ready' : `${ready.reason}: ${ready.message}`;
}
