/** Pure: the retention of a schedule, as a Job of the backup program, and what its answer says of the objects. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { KubeObject } from '../kube/kube-object.ts';
import { backupId, backupSpec } from '../resources/backup.ts';
import type { BackupScheduleSpec, Retention } from '../resources/backup-schedule.ts';
import type { BackupJob } from './backup-job.ts';
import type { BackupView } from './backup-view.ts';

export interface PrunePlan {
  /** For which state it is: the same state is pruned once. */
  key: string;
  job: BackupJob;
}

const variables: readonly [keyof Retention, string][] = [
  ['last', 'KEEP_LAST'],
  ['days', 'KEEP_DAYS'],
  ['daily', 'KEEP_DAILY'],
  ['weekly', 'KEEP_WEEKLY'],
  ['monthly', 'KEEP_MONTHLY'],
  ['yearly', 'KEEP_YEARLY'],
];

/**
 * Undefined while there is nothing to prune, or the newest is not settled: it may become the one that has to stay.
 * Backups in another storage than that of the template are left alone.
 */
export function prunePlan(
  schedule: KubeObject,
  spec: BackupScheduleSpec,
  { backups, now }: { backups: readonly BackupView[]; now: Date },
): PrunePlan | undefined {
  const { retention, template, timeZone } = spec;
  const judged = backups.filter((backup) => isJudged(backup, spec));
  const newest = judged.at(-1);
  // One that is going is none that may have to stay, and may go on going for ever: a clean-up that cannot succeed.
  const isBusy = backups.some(
    ({ isActive, isSettled, isFailed, isGoing }) =>
      !isGoing && (isActive || !(isSettled || isFailed)),
  );
  if (retention === undefined || spec.suspend || newest === undefined || isBusy) return undefined;
  const day = now.toLocaleDateString('en-CA', { timeZone });
  const state = JSON.stringify([newest.name, retention, day]);
  const key = createHash('sha256').update(state).digest('hex').slice(0, 16);
  const keep = variables.map(([field, name]) => [name, String(retention[field] ?? 0)]);
  const { storage, retries, timeoutSeconds } = template;
  const env = {
    ...Object.fromEntries(keep),
    TIME_ZONE: timeZone,
    PRUNE_ONLY: judged.map(({ id }) => id).join(','),
  };
  const job = { owner: schedule, round: key, storage, env, retries, timeoutSeconds };
  return { key, job: { verb: 'prune', ...job } };
}

function isJudged(
  { object, isSettled, isGoing }: BackupView,
  { template }: BackupScheduleSpec,
): boolean {
  const storage = backupSpec.safeParse(object.spec).data?.storage;
  return isSettled && !isGoing && isDeepStrictEqual(storage, template.storage);
}

const answer = z.object({ kept: z.int(), keptIds: z.array(backupId) });

const jobEnv = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({ env: z.array(z.object({ name: z.string(), value: z.string().optional() })) }),
        ),
      }),
    }),
  }),
});

/**
 * Backups whose files are gone: those that the Job was told of and that are not among what it kept. An answer has the
 * newest of what was kept only; what is older than them is left for another time.
 */
export function prunedBackups(
  backups: readonly BackupView[],
  job: KubeObject,
  result: Record<string, unknown>,
): BackupView[] {
  const { kept, keptIds } = answer.parse(result);
  const isWhole = kept === keptIds.length;
  const oldest = keptIds[0] ?? '';
  const told = new Set(toldIds(job));
  return backups.filter(
    ({ id }) => told.has(id) && !keptIds.includes(id) && (isWhole || id > oldest),
  );
}

function toldIds(job: KubeObject): string[] {
  const containers = jobEnv.safeParse(job).data?.spec.template.spec.containers ?? [];
  const only = containers[0]?.env.find(({ name }) => name === 'PRUNE_ONLY')?.value;
  return only === undefined ? [] : only.split(',');
}

const failedKept = 3;

/** Failed ones that nobody looks at any more: the newest three stay. */
export function staleFailures(backups: readonly BackupView[]): BackupView[] {
  return backups.filter(({ isFailed, isGoing }) => isFailed && !isGoing).slice(0, -failedKept);
}
