/** Backups: a Job dumps the shop once, another proves it, and what they said becomes the status. */
import { resourceTypeOf } from '../core-types.ts';
import type { NewCondition } from '../kube/conditions.ts';
import { addFinalizer, type Finalizer, isDeleting } from '../kube/finalizers.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { backup, backupSpec, backupStatus } from '../resources/backup.ts';
import { backupIdOf } from '../specs/backup-id.ts';
import { verbLabel } from '../specs/backup-job.ts';
import {
  type BackupFields,
  drillEnded,
  dumpEnded,
  dumping,
  verifying,
} from '../specs/backup-phase.ts';
import { drillRound } from '../specs/drill-round.ts';
import { cleanUpBackup } from './backup-clean-up.ts';
import { type BackupDeps, type BackupTask, programJob } from './backup-task.ts';
import { createConditionReporter } from './condition-reporter.ts';
import { running } from './program-jobs.ts';
import { readSpec } from './read-spec.ts';
import type { Reconciler } from './reconcile-managed.ts';

/** Where it stands, and when to look again though nothing is told. */
interface Step {
  fields: BackupFields;
  conditions: NewCondition[];
  lookAgainMs?: number | undefined;
}

/** What holds a pod up is told by nobody. */
const troubleMs = 15_000;

const known = backupStatus.omit({ conditions: true, observedGeneration: true }).strip();

export function createBackupReconciler(deps: BackupDeps): Reconciler {
  const { cluster, recorder, clock } = deps;
  const type = resourceTypeOf(backup);
  const finalizer: Finalizer = {
    ...{ cluster, type, name: 'balcao.dev/cleanup' },
    fieldManager: 'balcao-operator-backup-finalizer',
  };
  const told = { Ready: true };
  const reporter = createConditionReporter({ recorder, clock, told });
  return {
    describeError: reporter.failed,
    async reconcile({ key, object, signal }) {
      if (object === undefined) return void reporter.forget(key);
      if (isDeleting(object)) return cleanUpBackup({ ...deps, finalizer }, object, signal);
      const spec = readSpec(backupSpec, object);
      // Before anything is made: what has no finalizer would be left behind.
      await addFinalizer(finalizer, object, signal);
      const { fields, conditions, lookAgainMs } = await advance(deps, { object, spec }, signal);
      return { status: reporter.report(object, conditions, fields), requeueAfterMs: lookAgainMs };
    },
  };
}

/** The dump, and then the drill: what has ended is in the status, and not looked at again. */
async function advance(deps: BackupDeps, task: BackupTask, signal: AbortSignal): Promise<Step> {
  const before = known.parse(task.object.status ?? {});
  if (before.failedAt !== undefined) return { fields: before, conditions: [] };
  if (before.completedAt !== undefined)
    return drill(deps, { ...task, at: { fields: before, conditions: [] } }, signal);
  const job = await deps.jobs.ensure(programJob(task, 'dump'), signal);
  const outcome = await deps.jobs.outcome(job, signal);
  const startedAt = job.metadata.creationTimestamp ?? undefined;
  const fields = { ...before, backupId: backupIdOf(task.object), startedAt };
  if (outcome.state === 'running')
    return { fields, conditions: dumping(outcome), lookAgainMs: troubleMs };
  const ended = dumpEnded(outcome, task.spec);
  const at = { fields: { ...fields, ...ended.fields }, conditions: ended.conditions };
  return outcome.state === 'failed' ? at : drill(deps, { ...task, at }, signal);
}

async function drill(
  deps: BackupDeps,
  task: BackupTask & { at: Step },
  signal: AbortSignal,
): Promise<Step> {
  const { object, spec, at } = task;
  const { completedAt, drillRound: last } = at.fields;
  if (!spec.verify.enabled || completedAt === undefined) return at;
  const round = drillRound(object, spec, { completedAt, now: deps.clock.date() });
  if (round.name === last) return { ...at, lookAgainMs: round.nextInMs };
  const others = running(deps.jobs.of(object)).filter(isDrill);
  const wanted = programJob(task, 'verify', round.name);
  // One at a time: the round before ends first, and what it finds is told by its end.
  const job = others[0] ?? (await deps.jobs.ensure(wanted, signal));
  const outcome = await deps.jobs.outcome(job, signal);
  if (outcome.state === 'running') {
    const news = last === undefined ? verifying(outcome) : [];
    return { fields: at.fields, conditions: [...at.conditions, ...news], lookAgainMs: troubleMs };
  }
  const ended = drillEnded(outcome, round.name);
  return {
    fields: { ...at.fields, ...ended.fields },
    conditions: [...at.conditions, ...ended.conditions],
    lookAgainMs: round.nextInMs,
  };
}

const isDrill = ({ metadata: { labels } }: KubeObject): boolean => labels?.[verbLabel] === 'verify';
