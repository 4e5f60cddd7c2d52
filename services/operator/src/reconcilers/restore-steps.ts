/**
 * The way of a Restore, one look at a time. Where it stands is read from the cluster (its Jobs, the Deployments and their
 * notes), never from what was remembered: so it goes on after a crash between any two steps.
 */
import { deployments, pods } from '../core-types.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { RestorePhase, RestoreSpec } from '../resources/restore.ts';
import type { BackupJob, BackupVerb } from '../specs/backup-job.ts';
import type { JobOutcome } from '../specs/job-outcome.ts';
import { releasedReplicas } from '../specs/release-replicas.ts';
import {
  brokerPart,
  livePods,
  started,
  stopped,
  type Writer,
  writersOf,
} from '../specs/shop-writers.ts';
import type { ProgramJobs } from './program-jobs.ts';
import type { RestorePlan } from './restore-plan.ts';

export interface RestoreTask {
  object: KubeObject;
  spec: RestoreSpec;
  plan: RestorePlan;
  /** As an earlier look has found it. */
  knownId: string | undefined;
  /** Whether other Restores see that it has begun. */
  isBegun: boolean;
}

export interface Step {
  phase: RestorePhase;
  /** Of a failure: the program's code. */
  code?: string;
  message: string;
  backupId?: string | undefined;
}

const ofShop = 'app.kubernetes.io/part-of=balcao';
const untouched = 'The shop was not touched.';
const staysStopped =
  'The shop stays stopped, for its databases may be of two times: make another Restore, which starts it again when it is done.';

export interface StepDeps {
  cluster: Cluster;
  jobs: ProgramJobs;
}

export async function takeStep(
  { cluster, jobs }: StepDeps,
  task: RestoreTask,
  signal: AbortSignal,
): Promise<Step> {
  const checked = await run(jobs, jobOf(task, 'check', task.plan.backupId), signal);
  const message = 'It is looked at whether it can be done.';
  const waiting = waitFor('Checking', checked, message);
  if (waiting !== undefined) return waiting;
  // Its check may be done without anybody knowing: an operator died before it wrote a status.
  if (!task.isBegun) return { phase: 'Checking', message };
  const backupId = idOf(checked) ?? task.knownId ?? task.plan.backupId;
  if (!isDone(checked) || backupId === undefined) return fail(checked, untouched);
  const step = await goOn({ cluster, jobs }, { ...task, backupId }, signal);
  return { ...step, backupId };
}

async function goOn(
  { cluster, jobs }: StepDeps,
  task: RestoreTask & { backupId: string },
  signal: AbortSignal,
): Promise<Step> {
  const { namespace } = task.object.metadata;
  const selection = { namespace, labelSelector: ofShop };
  const writers = writersOf((await cluster.list(deployments, selection, signal)).items);
  const broker = brokerPart(writers);
  const last = broker === null ? 'restore' : 'empty';
  const ended = await jobs.find({ verb: last, owner: task.object }, signal);
  if (ended !== undefined && isDone(await jobs.outcome(ended, signal)))
    return start(cluster, writers, signal);

  await stop(cluster, writers, signal);
  const all = await cluster.list(pods, selection, signal);
  if (livePods(writers, all.items).length > 0)
    return { phase: 'Stopping', message: 'The pods of its services are ending.' };
  const restored = await run(jobs, jobOf(task, 'restore', task.backupId), signal);
  if (!isDone(restored))
    return (
      waitFor('Restoring', restored, 'The databases are restored.') ?? fail(restored, staysStopped)
    );
  if (broker === null) return start(cluster, writers, signal);
  const emptied = await run(jobs, { ...jobOf(task, 'empty'), extra: broker }, signal);
  if (!isDone(emptied))
    return (
      waitFor('Emptying', emptied, 'Queues and Redis are emptied.') ?? fail(emptied, staysStopped)
    );
  return start(cluster, writers, signal);
}

const run = async (jobs: ProgramJobs, job: BackupJob, signal: AbortSignal) =>
  jobs.outcome(await jobs.ensure(job, signal), signal);

async function stop(cluster: Cluster, writers: Writer[], signal: AbortSignal): Promise<void> {
  for (const writer of writers)
    if (writer.replicas > 0 || writer.before === null)
      await cluster.update(deployments, stopped(writer), signal);
}

async function start(cluster: Cluster, writers: Writer[], signal: AbortSignal): Promise<Step> {
  let isStarting = false;
  for (const { before, ...writer } of writers) {
    // By the look after the one that starts it: by then it is known whose the field is.
    const written =
      before === null ? releasedReplicas(writer.object) : started({ ...writer, before });
    if (written !== undefined) await cluster.update(deployments, written, signal);
    isStarting ||= before !== null || writer.ready < writer.replicas;
  }
  if (isStarting) return { phase: 'Starting', message: 'The services start again.' };
  return { phase: 'Completed', message: 'The shop is open again, as it was backed up.' };
}

function jobOf({ object, spec, plan }: RestoreTask, verb: BackupVerb, id?: string): BackupJob {
  const { retries, timeoutSeconds, force } = spec;
  const common = { verb, owner: object, retries, timeoutSeconds };
  // It needs the shop's brokers alone.
  if (verb === 'empty') return common;
  const { storage, encryption, database } = plan;
  const env = {
    RESTORE_ID: object.metadata.uid ?? '',
    RESTORE_FORCE: String(force),
    ...(id === undefined ? {} : { BACKUP_ID: id }),
  };
  return { ...common, storage, encryption, database, env };
}

/** What it said may be gone with its pod; that it ended well is what counts. */
function isDone(outcome: JobOutcome): boolean {
  return outcome.state === 'done' || (outcome.state === 'failed' && outcome.code === 'result_lost');
}

function idOf(outcome: JobOutcome): string | undefined {
  const id = outcome.state === 'done' ? outcome.result.backup : undefined;
  return typeof id === 'string' ? id : undefined;
}

function waitFor(phase: RestorePhase, outcome: JobOutcome, message: string): Step | undefined {
  if (outcome.state !== 'running') return undefined;
  return {
    phase,
    message: outcome.trouble === undefined ? message : `${message} ${outcome.trouble}`,
  };
}

function fail(outcome: JobOutcome, consequence: string): Step {
  const { code, message } =
    outcome.state === 'failed' ? outcome : { code: 'unforeseen', message: 'It did not say why.' };
  return { phase: 'Failed', code, message: `${code}: ${message}. ${consequence}` };
}
