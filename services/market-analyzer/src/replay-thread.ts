/** A replay in a thread of its own: it holds up nobody who asks over HTTP, and what it remembers goes with it. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Replay } from '@balcao/contracts/api/market-replays.ts';
import type { Rule } from '@balcao/contracts/api/market-rules.ts';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import { Problem, type ProblemIssue } from '@balcao/kit/problem.ts';
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

export type ReplayAnswer =
  | { kind: 'replay'; replay: Replay }
  | { kind: 'problem'; code: ProblemCode; detail: string; errors: ProblemIssue[] };

/** More than half a million quotes ever take; whoever needs more ends alone. */
const maxOldGenerationSizeMb = 256;

/** Throws what `replayRule` throws. */
export async function replayInThread(task: ReplayTask): Promise<Replay> {
  const worker = new Worker(new URL('./replay-in-thread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb },
  });
  const ended = once(worker, 'exit');
  // It fails together with the answer, which is waited for first.
  ended.catch(() => undefined);
  const answer = await answerOf(worker);
  await ended;
  if (answer.kind === 'replay') return answer.replay;
  throw new Problem(answer.code, answer.detail, { errors: answer.errors });
}

function answerOf(worker: Worker): Promise<ReplayAnswer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a replay ended without an answer')));
  });
}
