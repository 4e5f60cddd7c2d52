/** Pure: what a BackupSchedule does now. */
import type { KubeObject } from '../kube/kube-object.ts';
import type { BackupScheduleSpec } from '../resources/backup-schedule.ts';
import { type BackupView, scheduledAtAnnotation, scheduleLabel } from './backup-view.ts';
import type { ScheduleTimes } from './schedule-times.ts';

export interface ScheduleState {
  spec: BackupScheduleSpec;
  times: ScheduleTimes;
  /** When the schedule itself was made: nothing before that was ever due. */
  createdAt: Date;
  /** The minute of the last one that was begun, as far as the status knows. */
  lastScheduled: Date | undefined;
  backups: readonly BackupView[];
  now: Date;
}

export interface SchedulePlan {
  /** The minute of a Backup that is to be made. */
  start?: Date;
  /** Backups that make way for it. */
  replaced: BackupView[];
  /** Due, and not begun in time: it is not made any more. */
  missed?: Date;
  /** Due, and held back until another is done. */
  held?: Date;
}

/**
 * Of several that are due the last one is made: the others would be the same. It is the same decision however often it
 * is asked for, and by how many: what has been made counts, whether or not the status tells of it.
 */
export function schedulePlan(state: ScheduleState): SchedulePlan {
  const { spec, times, now } = state;
  if (spec.suspend) return { replaced: [] };
  const due = times.lastDue(now);
  if (due === undefined || due <= lastHandled(state)) return { replaced: [] };
  const { startingDeadlineSeconds, concurrencyPolicy } = spec;
  const lateMs = now.getTime() - due.getTime();
  if (startingDeadlineSeconds !== undefined && lateMs > startingDeadlineSeconds * 1000)
    return { replaced: [], missed: due };
  const active = state.backups.filter(({ isActive, isGoing }) => isActive && !isGoing);
  if (active.length === 0 || concurrencyPolicy === 'Allow') return { start: due, replaced: [] };
  if (concurrencyPolicy === 'Forbid') return { replaced: [], held: due };
  return { start: due, replaced: active };
}

function lastHandled({ createdAt, lastScheduled, backups }: ScheduleState): Date {
  const made = backups.map(({ at }) => at);
  return [createdAt, ...(lastScheduled === undefined ? [] : [lastScheduled]), ...made].reduce(
    (latest, at) => (at > latest ? at : latest),
  );
}

/** Named after its minute: made twice, by whomever, it is one. */
export function scheduledBackup(
  schedule: KubeObject,
  spec: BackupScheduleSpec,
  at: Date,
): KubeObject {
  const { namespace, name } = schedule.metadata;
  const minute = at.toISOString().replaceAll(/\D/g, '').slice(0, 12);
  return {
    apiVersion: schedule.apiVersion ?? '',
    kind: 'Backup',
    metadata: {
      ...(namespace === undefined ? {} : { namespace }),
      name: `${name}-${minute}`,
      labels: { [scheduleLabel]: name },
      annotations: { [scheduledAtAnnotation]: at.toISOString() },
    },
    spec: spec.template,
  };
}
