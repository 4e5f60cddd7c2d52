/** A job that proves an invariant now and then, and shows what it found as a gauge. */
import type { Job } from './jobs.ts';
import type { Logger } from './log.ts';

export interface Proof {
  name: string;
  everyMs: number;
  /** Resolves to whether the invariant holds. */
  prove: () => Promise<boolean>;
  /** 1: it holds, 0: it does not, NaN: not known yet, or no more. */
  gauge: { set(value: number): void };
  log: Logger;
}

/** What a proof takes grows with the data; it never takes more than this share of the time. */
const maxShare = 0.02;

export function proofJob({ name, everyMs, prove, gauge, log }: Proof): Job {
  let dueAt = 0;
  gauge.set(Number.NaN);
  return {
    name,
    everyMs,
    async run() {
      const startedAt = performance.now();
      if (startedAt < dueAt) return;
      try {
        const holds = await prove();
        if (!holds)
          log.error({ job: name }, 'the proof failed: sums differ from what was recorded');
        gauge.set(Number(holds));
      } catch (error) {
        gauge.set(Number.NaN);
        throw error;
      } finally {
        dueAt = performance.now() + (performance.now() - startedAt) / maxShare;
      }
    },
  };
}
