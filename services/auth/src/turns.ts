/** Lets pieces of work for one key run one after the other, in the order in which they came. */
import { Problem } from '@balcao/kit/problem.ts';

export interface Turns {
  /** Runs `work` when those for the same key that came before have ended; throws `unavailable` when too many wait. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

interface Queue {
  waiting: number;
  last: Promise<unknown>;
}

export function createTurns(options: { maxWaiting: number }): Turns {
  const queues = new Map<string, Queue>();
  return {
    async run(key, work) {
      const queue = queues.get(key) ?? { waiting: 0, last: Promise.resolve() };
      if (queue.waiting >= options.maxWaiting) {
        throw new Problem('unavailable', 'Too many log in at the moment. Try again.', {
          retryAfterSeconds: 2,
        });
      }
      queues.set(key, queue);
      queue.waiting += 1;
      const mine = queue.last.then(work);
      queue.last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        queue.waiting -= 1;
        if (queue.waiting === 0) queues.delete(key);
      }
    },
  };
}
