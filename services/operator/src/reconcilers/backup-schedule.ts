import type { NewCondition } from '../kube/conditions.ts';
import type { Outcome } from '../kube/controller.ts';
import { isDeleting } from '../kube/finalizers.ts';
import { isConflict } from '../kube/kube-error.ts';
import { backupScheduleSpec, backupScheduleStatus } from '../resources/backup-schedule.ts';
import { backupsOf } from '../specs/backup-view.ts';
import { type SchedulePlan, scheduledBackup, schedulePlan } from '../specs/schedule-plan.ts';
import { lastScheduled, scheduleHealth, scheduleStatus } from '../specs/schedule-status.ts';
import { scheduleTimes } from '../specs/schedule-times.ts';
import { createConditionReporter } from './condition-reporter.ts';
import { pruneBackups } from './prune-backups.ts';
import { readSpec } from './read-spec.ts';
import type { Reconciler } from './reconcile-managed.ts';
import { backupType, type ScheduleDeps, type ScheduleTask } from './schedule-task.ts';

const known = backupScheduleStatus.omit({ conditions: true, observedGeneration: true }).strip();

export function createBackupScheduleReconciler(deps: ScheduleDeps): Reconciler {
  const { recorder, clock, backups } = deps;
  const told = { Ready: true, Pruned: true };
  const reporter = createConditionReporter({ recorder, clock, told });
  return {
    describeError: reporter.failed,
    async reconcile({ key, object, signal }) {
      if (object === undefined) return void reporter.forget(key);
      // Its Backups outlive it.
      if (isDeleting(object)) return undefined;
      const spec = readSpec(backupScheduleSpec, object);
      const { namespace, name } = object.metadata;
      const task = {
        ...{ object, spec, now: clock.date() },
        times: scheduleTimes(spec.schedule, spec.timeZone),
        backups: backupsOf(backups.list(namespace), name),
      };
      const { fields, conditions, requeueAfterMs } = await look(deps, task, signal);
      return { status: reporter.report(object, conditions, fields), requeueAfterMs };
    },
  };
}

interface Seen extends Pick<Outcome, 'requeueAfterMs'> {
  fields: Record<string, unknown>;
  conditions: NewCondition[];
}

async function look(deps: ScheduleDeps, task: ScheduleTask, signal: AbortSignal): Promise<Seen> {
  const { object, times, now } = task;
  const before = known.parse(object.status ?? {});
  const createdAt = new Date(object.metadata.creationTimestamp ?? now);
  const plan = schedulePlan({ ...task, createdAt, lastScheduled: lastScheduled(object) });
  await begin(deps, { ...task, plan }, signal);
  const pruned = await pruneBackups(deps, { ...task, prunedKey: before.prunedKey }, signal);
  const next = times.nextDue(now);
  const health = scheduleHealth(task, plan);
  return {
    fields: { ...before, ...scheduleStatus(task, plan), prunedKey: pruned.key },
    conditions: [...pruned.conditions, { type: 'Ready', ...health }],
    // A moment on, so that it is due by then.
    requeueAfterMs: next === undefined ? undefined : next.getTime() - now.getTime() + 500,
  };
}

async function begin(
  { cluster }: ScheduleDeps,
  { object, spec, plan }: ScheduleTask & { plan: SchedulePlan },
  signal: AbortSignal,
): Promise<void> {
  if (plan.start === undefined) return;
  for (const { object: old } of plan.replaced) {
    const { namespace, name, uid } = old.metadata;
    await cluster.delete({ type: backupType, ref: { namespace, name }, options: { uid } }, signal);
  }
  try {
    await cluster.create(backupType, scheduledBackup(object, spec, plan.start), signal);
  } catch (error) {
    // Made by an attempt whose answer was lost, or by a leader whose status was never written.
    if (!isConflict(error)) throw error;
  }
}
