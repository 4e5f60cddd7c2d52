/** The Jobs of the backup program in the cluster: made once, looked at, and their last words read. */
import { jobs, pods } from '../core-types.ts';
import type { Cluster } from '../kube/cluster.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import type { ReadStore } from '../kube/store.ts';
import {
  type BackupJob,
  backupJob,
  backupJobName,
  type JobIdentity,
  type JobSettings,
  ownerKindLabel,
  ownerLabel,
} from '../specs/backup-job.ts';
import { isFinished, type JobOutcome, jobOutcome } from '../specs/job-outcome.ts';
import { UnreadyError } from '../unready-error.ts';

/**
 * Whether a Job is there is asked of the API server, not of a cache: one that lags behind would make it twice, or stop a
 * shop that was started again.
 */
export interface ProgramJobs {
  /** Undefined where it was never made. */
  find(job: JobIdentity, signal: AbortSignal): Promise<KubeObject | undefined>;
  /** The Job as it is; it is made where there is none. */
  ensure(job: BackupJob, signal: AbortSignal): Promise<KubeObject>;
  /** What became of it. */
  outcome(job: KubeObject, signal: AbortSignal): Promise<JobOutcome>;
  /** All that are known of an object, whatever they do. */
  of(owner: KubeObject): KubeObject[];
  /** With its pods; the Job is there until they have gone. */
  remove(job: KubeObject, signal: AbortSignal): Promise<void>;
}

export interface ProgramJobsOptions {
  cluster: Cluster;
  /** The cache of Jobs. */
  store: Pick<ReadStore, 'list'>;
  settings: JobSettings;
}

export function createProgramJobs({ cluster, store, settings }: ProgramJobsOptions): ProgramJobs {
  async function find(job: JobIdentity, signal: AbortSignal): Promise<KubeObject | undefined> {
    const { namespace } = job.owner.metadata;
    return cluster.get(jobs, { namespace, name: backupJobName(job) }, signal);
  }

  return {
    find,
    async ensure(job, signal) {
      const found = await find(job, signal);
      if (found !== undefined) return found;
      try {
        return await cluster.create(jobs, backupJob(job, settings), signal);
      } catch (error) {
        if (isForbidden(error)) throw notAllowed(job.owner.metadata.namespace, error);
        // Made by an attempt whose answer was lost.
        const made = isThere(error) ? await find(job, signal) : undefined;
        if (made === undefined) throw error;
        return made;
      }
    },
    async outcome(job, signal) {
      const { namespace, name } = job.metadata;
      const labelSelector = `batch.kubernetes.io/job-name=${name}`;
      const { items } = await cluster.list(pods, { namespace, labelSelector }, signal);
      return jobOutcome(job, items);
    },
    of: ({ kind, metadata }) =>
      store.list(metadata.namespace).filter(({ metadata: { labels } }) => {
        return labels?.[ownerKindLabel] === kind && labels?.[ownerLabel] === metadata.name;
      }),
    async remove({ metadata: { namespace, name, uid } }, signal) {
      const options = { uid, propagationPolicy: 'Foreground' } as const;
      await cluster.delete({ type: jobs, ref: { namespace, name }, options }, signal);
    },
  };
}

const isThere = (error: unknown): boolean =>
  error instanceof KubeError && error.reason === 'AlreadyExists';
const isForbidden = (error: unknown): boolean => error instanceof KubeError && error.status === 403;

function notAllowed(namespace: string | undefined, cause: unknown): UnreadyError {
  return new UnreadyError(
    'NotAllowed',
    `The operator may not make Jobs in the namespace ${namespace}: install the shop's chart there with operator.enabled, and look at its quotas.`,
    { cause },
  );
}

/** Of those that have not ended. */
export const running = (all: readonly KubeObject[]): KubeObject[] =>
  all.filter((job) => !isFinished(job));
