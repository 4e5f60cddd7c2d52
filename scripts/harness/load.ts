/** Load: closed loops of workers with one request at a time each, and open ones in which requests arrive at a rate. */
import { setTimeout as delay } from 'node:timers/promises';

export interface LoadResult {
  count: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** Runs `work` in `concurrency` workers until `seconds` have passed; every started piece is finished. */
export async function runLoad(
  { concurrency, seconds }: { concurrency: number; seconds: number },
  work: (worker: number) => Promise<void>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1000;
  const loop = async (worker: number) => {
    for (let now = performance.now(); now < endAt; now = performance.now()) {
      await work(worker);
      latencies.push(performance.now() - now);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_none, worker) => loop(worker)));
  return summary(latencies, startedAt);
}

/**
 * Begins `perSecond` pieces of work a second, whether or not earlier ones have ended. Each latency counts from when
 * its piece was due, so that a stall is seen by all that it kept waiting.
 */
export async function runOpenLoop(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  work: () => Promise<void>,
): Promise<LoadResult> {
  const latencies: number[] = [];
  const running: Promise<void>[] = [];
  const startedAt = performance.now();
  const begin = async (dueAt: number) => {
    await work();
    latencies.push(performance.now() - dueAt);
  };
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const dueAt = startedAt + (n * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await delay(waitMs);
    running.push(begin(dueAt));
  }
  await Promise.all(running);
  return summary(latencies, startedAt);
}

function summary(latencies: number[], startedAt: number): LoadResult {
  latencies.sort((a, b) => a - b);
  return {
    count: latencies.length,
    seconds: (performance.now() - startedAt) / 1000,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

/** The value below which a share of the sorted values lies. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** One line of a result, aligned. */
export function printRow(name: string, figures: Record<string, string>): void {
  const cells = Object.entries(figures).map(([label, value]) => `${label} ${value}`);
  process.stdout.write(`  ${name.padEnd(46)} ${cells.join('   ')}\n`);
}

export function perSecond(count: number, seconds: number): string {
  return `${(count / seconds).toFixed(0)}/s`.padStart(7);
}

export function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`.padStart(9);
}
