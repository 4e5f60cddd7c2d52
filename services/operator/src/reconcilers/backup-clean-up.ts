/** What is done before a Backup may go: its files go from their storage, by a Job, or stay where that is wanted. */

import { namespaces } from '../core-types.ts';
import type { Outcome } from '../kube/controller.ts';
import { type Finalizer, hasFinalizer, isDeleting, removeFinalizer } from '../kube/finalizers.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { backupSpec } from '../resources/backup.ts';
import type { BackupJob } from '../specs/backup-job.ts';
import { backupJobName } from '../specs/backup-job.ts';
import { UnreadyError } from '../unready-error.ts';
import { type BackupDeps, type BackupTask, programJob } from './backup-task.ts';
import { running } from './program-jobs.ts';

/** Whoever sets it to "true" takes the clean-up on themselves. */
export const skipAnnotation = 'balcao.dev/skip-cleanup';

interface Task extends BackupDeps {
  finalizer: Finalizer;
}

const lookAgainMs = 10_000;

/** Rejects while it cannot be done: the object waits for it. */
export async function cleanUpBackup(
  task: Task,
  object: KubeObject,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const { finalizer } = task;
  if (!hasFinalizer(object, finalizer.name)) return undefined;
  if (object.metadata.annotations?.[skipAnnotation] !== 'true') {
    try {
      if (!(await isClean(task, object, signal))) return { requeueAfterMs: lookAgainMs };
    } catch (error) {
      if (!(await isNamespaceGoing(task, object, signal))) throw error;
      // No Job can be made there any more, and waiting for one would never end.
    }
  }
  await removeFinalizer(finalizer, object, signal);
  return undefined;
}

async function isClean(task: Task, object: KubeObject, signal: AbortSignal): Promise<boolean> {
  const { jobs } = task;
  const spec = backupSpec.safeParse(object.spec).data;
  // Under another definition it was never made.
  if (spec === undefined) return true;
  const removal = removalOf({ object, spec });
  const name = backupJobName(removal);
  const writers = running(jobs.of(object)).filter((job) => job.metadata.name !== name);
  for (const job of writers) if (!isDeleting(job)) await jobs.remove(job, signal);
  // What they still write would be left behind.
  if (writers.length > 0) return false;
  if (spec.deletionPolicy === 'Retain') return true;
  const job = await jobs.ensure(removal, signal);
  const outcome = await jobs.outcome(job, signal);
  if (outcome.state === 'running') return false;
  if (outcome.state === 'done' || outcome.code === 'result_lost') return true;
  // Made anew by the next look, which comes later each time.
  await jobs.remove(job, signal);
  const { code, message } = outcome;
  throw new UnreadyError('CleanupFailed', `Its files could not be removed: ${code}: ${message}`);
}

/** Without an owner: a foreground deletion would take the Job along before it is done. */
function removalOf(task: BackupTask): BackupJob {
  return { ...programJob(task, 'remove'), isOwned: false, timeoutSeconds: 600 };
}

async function isNamespaceGoing(
  { cluster }: Task,
  { metadata: { namespace = '' } }: KubeObject,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await cluster.get(namespaces, { name: namespace }, signal);
  return found !== undefined && isDeleting(found);
}
