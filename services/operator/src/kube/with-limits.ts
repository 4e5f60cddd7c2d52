/** Runs one thing under several signals and a time limit, and lets go of all of them when it is over. */
import { type Clock, systemClock } from './clock.ts';

export interface Limits {
  signals: AbortSignal[];
  /** After it the signal is aborted with what `onLate` makes. */
  timeoutMs?: number;
  onLate?: () => Error;
  clock?: Clock;
}

/**
 * `AbortSignal.any` would do, but for signals that live as long as the process and are passed to thousands of calls:
 * what each call leaves at them would have to be found by the garbage collector.
 */
export async function withLimits<T>(
  { signals, timeoutMs, onLate = () => new Error('too late'), clock = systemClock }: Limits,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const all = new AbortController();
  const leave = signals.map((signal) => {
    const abort = () => all.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return () => signal.removeEventListener('abort', abort);
  });
  if (timeoutMs !== undefined) leave.push(clock.after(timeoutMs, () => all.abort(onLate())));
  try {
    return await run(all.signal);
  } finally {
    for (const end of leave) end();
  }
}
