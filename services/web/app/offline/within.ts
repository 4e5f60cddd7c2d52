/** A request that somebody waits for: after a time it counts as not answered. */
import { ApiProblem } from '../api/api-problem.ts';
import { noteSilence } from './state.ts';

/** Rejects with ApiProblem `offline` when `work` has not come to an end after `ms`; its signal is aborted then. */
export async function within<Result>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const signal = AbortSignal.timeout(ms);
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const giveUp = () => {
    noteSilence();
    const title = 'The shop did not answer in time';
    reject(new ApiProblem({ code: 'offline', status: 0, title }, { cause: signal.reason }));
  };
  signal.addEventListener('abort', giveUp, { once: true });
  const result = work(signal);
  // Whichever comes second has nobody left who would hear of its failure.
  result.catch(() => undefined);
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([result, tooLate]);
  } finally {
    // The time runs on after an answer, and means nothing then.
    signal.removeEventListener('abort', giveUp);
  }
}
