/** Periodic work: one run at a time, errors logged, stopped with the service. */
import type { Logger } from './log.ts';
import { createSeldom } from './seldom.ts';

export interface Job {
  name: string;
  everyMs: number;
  /** Must be safe to run on several replicas at once. */
  run: () => Promise<void>;
}

export interface RunningJobs {
  stop(): Promise<void>;
}

/** Runs each job now and then `everyMs` after the end of its last run. */
export function startJobs(jobs: Job[], log: Logger): RunningJobs {
  const stop = new AbortController();
  const loops = jobs.map((job) => repeat(job, log, stop.signal));
  return {
    async stop() {
      stop.abort();
      await Promise.all(loops);
    },
  };
}

async function repeat(job: Job, log: Logger, signal: AbortSignal): Promise<void> {
  const seldom = createSeldom();
  while (!signal.aborted) {
    try {
      await job.run();
    } catch (error) {
      seldom(() => log.warn({ err: error, job: job.name }, 'a job failed; it runs again'));
    }
    await sleep(job.everyMs, signal);
  }
}

/** Waits, or returns early when the signal is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
