/** Time as an argument, so that tests of waiting need not wait. */
import { performance } from 'node:perf_hooks';

export interface Clock {
  /** Goes forward only; its zero means nothing. For every length of time. */
  nowMs(): number;
  /** The machine's idea of the date, which may jump. For what is written down, never for lengths of time. */
  date(): Date;
  /** Calls back once; answers what calls it off. */
  after(ms: number, call: () => void): () => void;
}

/** `setTimeout` calls back at once when it is asked to wait longer than 24.8 days. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  date: () => new Date(),
  after(ms, call) {
    const timer = setTimeout(call, Math.min(ms, longestMs));
    return () => clearTimeout(timer);
  },
};

/** Waits, or returns early when the signal is aborted. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
