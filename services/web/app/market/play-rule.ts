/** Has a rule played over the stored quotes of a range, and tells how far that is. */
import {
  type Replay,
  type ReplayProgress,
  replay,
  replayFailure,
  replayProgress,
} from '@balcao/contracts/api/market-replays.ts';
import type { EventSourceMessage } from 'eventsource-parser';
import { ApiProblem } from '../api/api-problem.ts';
import { listenTo } from '../api/listen-to.ts';

/** Milliseconds since 1970; `to` does not belong to it. */
export interface Range {
  from: number;
  to: number;
}

interface Playing {
  onProgress: (progress: ReplayProgress) => void;
  /** Who leaves ends the work. */
  signal: AbortSignal;
}

/**
 * Throws ApiProblem: what the service said, or `offline` where it stopped without a word; and what is wrong with an
 * event that is not as documented.
 */
export async function playRule(
  id: string,
  { from, to }: Range,
  { onProgress, signal }: Playing,
): Promise<Replay> {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  let result: Replay | undefined;
  let failure: ApiProblem | undefined;
  let misread: unknown;
  const path = `/api/v1/market/rules/${id}/replay/stream?${query}`;
  const hear = ({ event, data }: EventSourceMessage) => {
    const told: unknown = JSON.parse(data);
    if (event === 'progress') onProgress(replayProgress.parse(told));
    if (event === 'result') result = replay.parse(told);
    if (event === 'problem') failure = new ApiProblem(replayFailure.parse(told));
  };
  const listening = listenTo(path, { signal }, (message) => {
    try {
      hear(message);
    } catch (error) {
      misread = error;
      throw error;
    }
  });
  await listening.catch((error: unknown) => {
    if (signal.aborted || error instanceof ApiProblem || error === misread) throw error;
    failure ??= silent(error);
  });
  if (result !== undefined) return result;
  throw failure ?? silent();
}

const silent = (cause?: unknown) =>
  new ApiProblem({ code: 'offline', status: 0, title: 'The shop did not answer' }, { cause });
