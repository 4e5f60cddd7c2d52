/** The retention of a schedule: a Job removes the files, and the objects follow. */
import type { NewCondition } from '../kube/conditions.ts';
import { apiVersionOf } from '../kube/resource-type.ts';
import type { BackupView } from '../specs/backup-view.ts';
import { prunedBackups, prunePlan, staleFailures } from '../specs/prune-plan.ts';
import { bounded } from '../specs/wish.ts';
import { skipAnnotation } from './backup-clean-up.ts';
import { backupType, type ScheduleDeps, type ScheduleTask } from './schedule-task.ts';

export interface Pruned {
  /** For which state it was done; undefined where it never was. */
  key: string | undefined;
  conditions: NewCondition[];
}

const fieldManager = 'balcao-operator-backupschedule';

/** The same state is pruned once; killed at any moment, it is done again from what the Job has said. */
export async function pruneBackups(
  deps: ScheduleDeps,
  { object, spec, backups, now, prunedKey }: ScheduleTask & { prunedKey: string | undefined },
  signal: AbortSignal,
): Promise<Pruned> {
  for (const failed of staleFailures(backups)) await remove(deps, failed, signal);
  const plan = prunePlan(object, spec, { backups, now });
  if (plan === undefined || plan.key === prunedKey) return { key: prunedKey, conditions: [] };
  const job = await deps.jobs.ensure(plan.job, signal);
  const outcome = await deps.jobs.outcome(job, signal);
  if (outcome.state === 'running') return { key: prunedKey, conditions: [] };
  if (outcome.state === 'failed') {
    // With the next state it is tried again.
    const { code: reason, message } = outcome;
    const told = { status: 'False', reason, message: bounded(message) } as const;
    return { key: plan.key, conditions: [{ type: 'Pruned', ...told }] };
  }
  for (const gone of prunedBackups(backups, job, outcome.result)) {
    await letGo(deps, gone, signal);
    await remove(deps, gone, signal);
  }
  const message = 'What the retention does not keep is removed.';
  return {
    key: plan.key,
    conditions: [{ type: 'Pruned', status: 'True', reason: 'Pruned', message }],
  };
}

/** Its files are gone already: there is nothing to clean up. */
async function letGo({ cluster }: ScheduleDeps, { object }: BackupView, signal: AbortSignal) {
  const { namespace, name, uid } = object.metadata;
  const metadata = { namespace, name, uid, annotations: { [skipAnnotation]: 'true' } };
  const marked = { apiVersion: apiVersionOf(backupType), kind: backupType.kind, metadata };
  await cluster.apply({ type: backupType, object: marked, options: { fieldManager } }, signal);
}

async function remove({ cluster }: ScheduleDeps, { object }: BackupView, signal: AbortSignal) {
  const { namespace, name, uid } = object.metadata;
  await cluster.delete({ type: backupType, ref: { namespace, name }, options: { uid } }, signal);
}
