/** A replay as events: how far it is, and in the end what it has found or why it cannot. */
import { EventEmitter, on } from 'node:events';
import type { ReplayFailure, ReplayProgress } from '@balcao/contracts/api/market-replays.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import { problemDocument } from '@balcao/kit/http/errors.ts';
import type { StreamEvent } from '@balcao/kit/http/event-streams.ts';
import type { Language } from '@balcao/kit/http/prefer-language.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type ReplayTask, replayInThread } from './replay-thread.ts';

interface Following {
  gate: Gate;
  /** Of who follows. */
  language: Language;
  signal: AbortSignal;
}

/** Who leaves, by the signal, ends the work, or leaves the line. Throws what is no expected failure. */
export async function* followReplay(
  task: ReplayTask,
  { gate, language, signal }: Following,
): AsyncGenerator<StreamEvent> {
  const told = new EventEmitter<{ progress: [ReplayProgress]; end: [] }>();
  const onProgress = (progress: ReplayProgress) => void told.emit('progress', progress);
  const played = gate
    .run(() => replayInThread(task, { onProgress, signal }), signal)
    .finally(() => told.emit('end'));
  // It is waited for below, after all that was told of it.
  played.catch(() => undefined);
  try {
    for await (const [data] of on(told, 'progress', { close: ['end'], signal }))
      yield { event: 'progress', data };
    yield { event: 'result', data: await played };
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    yield { event: 'problem', data: failureOf(error, language) };
  }
}

/** In the words of the plain answer; the head of the stream has named the trace. */
function failureOf(problem: Problem, language: Language): ReplayFailure {
  const { code, status, title, detail, errors = [] } = problemDocument(problem, '', language);
  return { code, status, title, detail, errors };
}
