/** Lets few pieces of work run at a time and a bounded number wait, in the order in which they came. */
import { Problem } from './problem.ts';
import type { Wording } from './wording.ts';

export interface Gate {
  /**
   * Runs `work` when its turn comes; throws `unavailable` at once when too many wait already. Who gives up waiting,
   * by the signal, leaves the line and gets its reason; work that runs is its own to end.
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface GateOptions {
  concurrency: number;
  maxWaiting: number;
  /** What is said to who is turned away. */
  refusal: Wording;
}

export function createGate({ concurrency, maxWaiting, refusal }: GateOptions): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;

  function enter(signal: AbortSignal | undefined): Promise<void> | undefined {
    signal?.throwIfAborted();
    if (running < concurrency) {
      running += 1;
      return undefined;
    }
    if (waiting.length >= maxWaiting) {
      throw new Problem('unavailable', refusal.message, { pt: refusal.pt, retryAfterSeconds: 2 });
    }
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(enterNow), 1);
        reject(signal?.reason);
      };
      const enterNow = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      waiting.push(enterNow);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Hands the place to the next in line, so that nobody can slip in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
