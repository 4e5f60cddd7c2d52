/** Pure: what became of a Job, read from its conditions and from the last words of its pods. */
import { z } from 'zod';
import type { KubeObject } from '../kube/kube-object.ts';

export type JobOutcome =
  /** `trouble`: why a pod of it waits, where one does. */
  | { state: 'running'; trouble?: string | undefined }
  | { state: 'done'; at: string; result: Record<string, unknown> }
  /** `code`: the program's own, or one of those below. */
  | { state: 'failed'; at: string; code: string; message: string };

const jobStatus = z.object({
  status: z.object({
    conditions: z.array(
      z.object({
        type: z.string(),
        status: z.string(),
        reason: z.string().default(''),
        message: z.string().default(''),
        lastTransitionTime: z.string().default(''),
      }),
    ),
  }),
});

const terminated = z.object({
  exitCode: z.int(),
  reason: z.string().default(''),
  message: z.string().default(''),
  finishedAt: z.string().nullish(),
});

const podStatus = z.object({
  status: z.object({
    phase: z.string().optional(),
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          state: z
            .object({
              terminated: terminated.optional(),
              waiting: z
                .object({ reason: z.string().default(''), message: z.string().default('') })
                .optional(),
            })
            .default({}),
        }),
      )
      .default([]),
    conditions: z
      .array(z.object({ type: z.string(), status: z.string(), message: z.string().default('') }))
      .default([]),
  }),
});
type Pod = z.output<typeof podStatus>;

const said = z.looseObject({
  ok: z.boolean(),
  code: z.string().max(60).optional(),
  message: z.string().optional(),
});

export function isFinished(job: KubeObject): boolean {
  return endOf(job) !== undefined;
}

function endOf(job: KubeObject) {
  const conditions = jobStatus.safeParse(job).data?.status.conditions ?? [];
  return conditions.find(
    ({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'),
  );
}

/**
 * @param pods those of the Job, in any order; none where they are gone
 * @returns with codes `deadline_exceeded`, `out_of_memory`, `killed` and `result_lost` beside those of the program
 */
export function jobOutcome(job: KubeObject, pods: readonly KubeObject[]): JobOutcome {
  const read = pods.flatMap((pod) => podStatus.safeParse(pod).data ?? []);
  const end = endOf(job);
  if (end === undefined) return { state: 'running', trouble: troubleOf(read) };
  const last = lastEnd(read);
  const words = last === undefined ? undefined : wordsOf(last.message);
  const at = end.lastTransitionTime;
  if (end.type === 'Complete' && words?.ok === true) return { state: 'done', at, result: words };
  if (end.type === 'Complete') {
    const message = 'It ended well, but what it said is gone with its pod.';
    return { state: 'failed', at, code: 'result_lost', message };
  }
  if (words?.code !== undefined) {
    return { state: 'failed', at, code: words.code, message: words.message ?? '' };
  }
  return { state: 'failed', at, ...unsaid(end, last) };
}

/** The container's that ended last. */
function lastEnd(pods: readonly Pod[]): z.output<typeof terminated> | undefined {
  const ends = pods.flatMap(({ status }) =>
    status.containerStatuses.flatMap(({ state }) => state.terminated ?? []),
  );
  return ends.sort((a, b) => (a.finishedAt ?? '').localeCompare(b.finishedAt ?? '')).at(-1);
}

/** The program's line; undefined for what is none. */
function wordsOf(message: string): z.output<typeof said> | undefined {
  try {
    return said.safeParse(JSON.parse(message)).data;
  } catch {
    // Killed before it could write, or in the middle of it.
    return undefined;
  }
}

function unsaid(
  end: { reason: string; message: string },
  last: z.output<typeof terminated> | undefined,
): { code: string; message: string } {
  if (end.reason === 'DeadlineExceeded')
    return { code: 'deadline_exceeded', message: 'It took longer than timeoutSeconds.' };
  if (last?.reason === 'OOMKilled')
    return { code: 'out_of_memory', message: 'It was killed: it needs more memory.' };
  if (last === undefined || last.exitCode === 0)
    return { code: 'killed', message: end.message || 'Its pod ended without a word.' };
  return { code: 'killed', message: `It ended with exit code ${last.exitCode}, without a word.` };
}

/** An image that cannot be had, a Secret that is missing, a volume that nobody binds. */
function troubleOf(pods: readonly Pod[]): string | undefined {
  for (const { status } of pods) {
    if (status.phase !== 'Pending') continue;
    const waiting = status.containerStatuses.flatMap(({ state }) => state.waiting ?? []);
    const named = waiting.find(
      ({ reason }) => reason !== 'ContainerCreating' && reason !== 'PodInitializing',
    );
    if (named !== undefined) return `${named.reason}: ${named.message}`;
    const unplaced = status.conditions.find(
      ({ type, status: is }) => type === 'PodScheduled' && is === 'False',
    );
    if (unplaced !== undefined) return unplaced.message;
  }
  return undefined;
}
