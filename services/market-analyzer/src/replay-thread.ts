/** A replay in a thread of its own: it holds up nobody who asks over HTTP, and what it remembers goes with it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Replay, ReplayProgress } from '@balcao/contracts/api/market-replays.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import { Problem, type ProblemOptions } from '@balcao/kit/problem.ts';
import type { ReplayRange } from './replay-rule.ts';

/** Where the thread reads. */
export interface ReplayDatabase {
  databaseUrl: string;
  statementTimeoutMs: number;
}

export interface ReplayTask extends ReplayDatabase {
  rule: Rule;
  range: ReplayRange;
}

/** Of who waits for it. */
export interface ReplayFollower {
  /** Some times a second. */
  onProgress: (progress: ReplayProgress) => void;
  /** Ends the thread where it is. */
  signal: AbortSignal;
}

export type ReplayAnswer =
  | { kind: 'replay'; replay: Replay }
  | {
      kind: 'problem';
      code: ProblemCode;
      detail: string;
      /** The cause stays in the thread: not every error can be sent. */
      options: Omit<ProblemOptions, 'cause'>;
    };

export type ReplayTold = ReplayAnswer | { kind: 'progress'; progress: ReplayProgress };

/** More than half a million quotes ever take; whoever needs more ends alone. */
const maxOldGenerationSizeMb = 256;

/** Throws what `replayRule` throws, and the signal's reason. */
export async function replayInThread(task: ReplayTask, follower?: ReplayFollower): Promise<Replay> {
  follower?.signal.throwIfAborted();
  const worker = new Worker(new URL('./replay-in-thread.ts', import.meta.url), {
    workerData: { ...task, isFollowed: follower !== undefined },
    resourceLimits: { maxOldGenerationSizeMb },
  });
  const ended = once(worker, 'exit');
  // It fails together with the answer, which is waited for first.
  ended.catch(() => undefined);
  const end = () => void worker.terminate();
  follower?.signal.addEventListener('abort', end, { once: true });
  try {
    const answer = await answerOf(worker, follower);
    await ended;
    if (answer.kind === 'replay') return answer.replay;
    throw new Problem(answer.code, answer.detail, answer.options);
  } finally {
    follower?.signal.removeEventListener('abort', end);
  }
}

function answerOf(worker: Worker, follower: ReplayFollower | undefined): Promise<ReplayAnswer> {
  return new Promise((resolve, reject) => {
    worker.on('message', (told: ReplayTold) => {
      if (told.kind === 'progress') follower?.onProgress(told.progress);
      else resolve(told);
    });
    worker.once('error', reject);
    worker.once('exit', () =>
      reject(follower?.signal.reason ?? new Error('a replay ended without an answer')),
    );
  });
}
