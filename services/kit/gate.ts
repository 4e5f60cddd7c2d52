/** Lets few pieces of work run at a time and a bounded number wait, in the order in which they came. */
import { Problem } from './problem.ts';

export interface Gate {
  /** Runs `work` when its turn comes; throws `unavailable` at once when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export interface GateOptions {
  concurrency: number;
  maxWaiting: number;
  /** What is said to who is turned away. */
  refusal: string;
}

export function createGate({ concurrency, maxWaiting, refusal }: GateOptions): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;

  function enter(): Promise<void> | undefined {
    if (running < concurrency) {
      running += 1;
      return undefined;
    }
    if (waiting.length >= maxWaiting) {
      throw new Problem('unavailable', refusal, { retryAfterSeconds: 2 });
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  /** Hands the place to the next in line, so that nobody can slip in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
