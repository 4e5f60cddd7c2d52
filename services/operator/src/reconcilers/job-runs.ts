/** Jobs of the backup program as steps of something longer: each is made once by its name, and looked at until it ends. */
import { jobs, pods } from '../core-types.ts';
import type { Cluster } from '../kube/cluster.ts';
import { KubeError } from '../kube/kube-error.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { type BackupJob, backupJob, backupJobName, type JobSettings } from '../specs/backup-job.ts';
import { type JobOutcome, jobOutcome } from '../specs/job-outcome.ts';

const jobNameLabel = 'batch.kubernetes.io/job-name';

export interface JobRuns {
  /** Makes it where it is not there yet; answers how it stands. */
  run(job: BackupJob, signal: AbortSignal): Promise<JobOutcome>;
  /** How it stands; undefined where it was never made. */
  look(
    job: Pick<BackupJob, 'verb' | 'owner'>,
    signal: AbortSignal,
  ): Promise<JobOutcome | undefined>;
}

/** They are asked of the API server, not of a cache: one that lags behind would stop a shop that was started again. */
export function createJobRuns(cluster: Cluster, settings: JobSettings): JobRuns {
  async function outcomeOf(job: KubeObject, signal: AbortSignal): Promise<JobOutcome> {
    const { namespace, name } = job.metadata;
    const labelSelector = `${jobNameLabel}=${name}`;
    const { items } = await cluster.list(pods, { namespace, labelSelector }, signal);
    return jobOutcome(
      job,
      items.filter(({ metadata }) => metadata.labels?.[jobNameLabel] === name),
    );
  }

  async function look(job: Pick<BackupJob, 'verb' | 'owner'>, signal: AbortSignal) {
    const { namespace } = job.owner.metadata;
    const found = await cluster.get(jobs, { namespace, name: backupJobName(job) }, signal);
    return found === undefined ? undefined : outcomeOf(found, signal);
  }

  return {
    look,
    async run(job, signal) {
      const before = await look(job, signal);
      if (before !== undefined) return before;
      try {
        await cluster.create(jobs, backupJob(job, settings), signal);
      } catch (error) {
        // Made by an attempt whose answer was lost.
        if (!(error instanceof KubeError && error.reason === 'AlreadyExists')) throw error;
      }
      return { state: 'running' };
    },
  };
}
