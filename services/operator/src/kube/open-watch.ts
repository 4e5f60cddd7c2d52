/** One watch: opens it, reads its events, and leaves no connection behind however it ends. */
import { z } from 'zod';
import { AnswerError } from './answer-error.ts';
import type { Call, Calls } from './calls.ts';
import type { WatchEvent } from './cluster.ts';
import { jsonLines } from './json-lines.ts';
import { toWatchError } from './kube-error.ts';
import { kubeObject } from './kube-object.ts';

/** A bookmark's object has no name. */
const bookmark = z.looseObject({
  metadata: z.looseObject({ name: z.string().default(''), resourceVersion: z.string() }),
});

const watchEvent = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED']), object: kubeObject }),
  z.object({ type: z.literal('BOOKMARK'), object: bookmark }),
  z.object({ type: z.literal('ERROR'), object: z.unknown() }),
]);

export interface WatchLimits {
  openMs: number;
  idleMs: number;
}

export async function* openWatch(
  calls: Calls,
  { call, limits, signal }: { call: Call; limits: WatchLimits; signal: AbortSignal },
): AsyncGenerator<WatchEvent> {
  signal.throwIfAborted();
  const life = new AbortController();
  const end = () => life.abort(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  const late = new AnswerError('late', 'The watch was not opened in time.');
  const timer = setTimeout(() => life.abort(late), limits.openMs);
  try {
    const stream = await calls.open(call, life.signal);
    clearTimeout(timer);
    for await (const line of jsonLines(stream, limits)) yield toEvent(line);
  } catch (error) {
    throw life.signal.aborted ? life.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    // Whoever leaves the loop in its middle leaves the connection open, were it not closed here.
    life.abort(new Error('the watch has ended'));
  }
}

function toEvent(line: unknown): WatchEvent {
  const { data, error } = watchEvent.safeParse(line);
  if (data === undefined)
    throw new AnswerError('unreadable', 'An event is not what a watch sends.', { cause: error });
  if (data.type === 'ERROR') throw toWatchError(data.object);
  return data;
}
