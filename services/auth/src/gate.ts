/** Lets few pieces of work run at a time and a bounded number wait, in the order in which they came. */
import type { Route } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';

export interface Gate {
  /** Runs `work` when its turn comes; throws `unavailable` at once when too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(options: { concurrency: number; maxWaiting: number }): Gate {
  const { concurrency, maxWaiting } = options;
  const waiting: (() => void)[] = [];
  let running = 0;

  function enter(): Promise<void> | undefined {
    if (running < concurrency) {
      running += 1;
      return undefined;
    }
    if (waiting.length >= maxWaiting) {
      throw new Problem('unavailable', 'Too many log in at the moment. Try again.', {
        retryAfterSeconds: 2,
      });
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

/**
 * The same route, few requests at a time: one that hashes a password within its transaction holds a
 * connection while it waits, and a burst of those must not take all connections.
 */
export function behindGate(route: Route, gate: Gate): Route {
  return {
    ...route,
    mount(db) {
      const run = route.mount(db);
      return (request) => gate.run(() => run(request));
    },
  };
}
