/**
 * A queue of keys: each waits once, is worked on by one worker at a time, and comes back later when it fails. News go
 * before mere looks, so that thousands of them hold up no change.
 */
import type { Logger } from '@balcao/kit/log.ts';
import { type BackoffOptions, backoffMs } from './backoff.ts';
import { type Clock, pause, systemClock } from './clock.ts';
import { createTokenBucket, type RateOptions } from './token-bucket.ts';

/** Resolves to the milliseconds after which the key is wanted again, or to nothing; rejects to be tried again. */
export type Handle = (key: string, signal: AbortSignal) => Promise<number | undefined>;

export interface WorkQueueOptions {
  handle: Handle;
  log: Logger;
  /** Keys that are worked on at the same time. Default 4. */
  workers?: number | undefined;
  /** Between attempts at a key that fails. Default: 500 ms, doubled up to 5 minutes. */
  backoff?: BackoffOptions | undefined;
  /** How many keys may be begun, of all together. Default: 100 a second, 100 at once. */
  rate?: RateOptions | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  onRetry?: ((key: string) => void) | undefined;
}

export interface WorkQueue {
  /** Now: there are news. A key that waits already waits once; one that is worked on is worked on again afterwards. */
  add(key: string): void;
  /** Soon: there is something to look at, which waits for the news. */
  look(key: string): void;
  /** In a while, as `look`, unless it is wanted earlier. */
  addAfter(key: string, ms: number): void;
  /** Begins to work; keys may be added before. */
  start(): void;
  /**
   * Takes nothing more and resolves when what is being worked on has ended. Handlers are told by their signal after
   * `graceMs` (default 10 s), and no longer waited for after as much again.
   */
  stop(graceMs?: number): Promise<void>;
  /** Keys that wait for a worker; those that wait for their time are not among them. */
  depth(): number;
  /** How long the first of them has waited, in milliseconds; 0 where none does. */
  oldestAgeMs(): number;
}

const defaults = {
  workers: 4,
  backoff: { baseMs: 500, maxMs: 300_000 },
  rate: { perSecond: 100, burst: 100 },
};

/** However many news there are, a look comes after so many: drift is found under any load. */
const newsBeforeALook = 10;

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { handle, log, clock = systemClock, random = Math.random, onRetry } = options;
  const { workers = defaults.workers, backoff = defaults.backoff } = options;
  const bucket = createTokenBucket(options.rate ?? defaults.rate, clock);
  /** Since when each waits; a Map keeps the order in which they came. */
  const news = new Map<string, number>();
  const looks = new Map<string, number>();
  let newsInARow = 0;
  const busy = new Set<string>();
  /** Wanted again while it was worked on. */
  const again = new Set<string>();
  const later = new Map<string, { atMs: number; cancel: () => void }>();
  const failures = new Map<string, number>();
  const work = new Set<Promise<void>>();
  const stopping = new AbortController();
  const late = new AbortController();
  let isStarted = false;

  function add(key: string): void {
    if (stopping.signal.aborted) return;
    if (busy.has(key)) again.add(key);
    else if (!news.has(key)) {
      news.set(key, looks.get(key) ?? clock.nowMs());
      looks.delete(key);
    }
    fill();
  }

  function look(key: string): void {
    if (stopping.signal.aborted) return;
    if (busy.has(key)) again.add(key);
    else if (!news.has(key) && !looks.has(key)) looks.set(key, clock.nowMs());
    fill();
  }

  /** The next one, taken from those that wait. */
  function take(): string | undefined {
    const isTheirTurn = news.size === 0 || (newsInARow >= newsBeforeALook && looks.size > 0);
    newsInARow = isTheirTurn ? 0 : newsInARow + 1;
    const lane = isTheirTurn ? looks : news;
    const [key] = lane.keys();
    if (key !== undefined) lane.delete(key);
    return key;
  }

  function addAfter(key: string, ms: number): void {
    if (stopping.signal.aborted) return;
    const atMs = clock.nowMs() + ms;
    const planned = later.get(key);
    if (planned !== undefined && planned.atMs <= atMs) return;
    planned?.cancel();
    const cancel = clock.after(ms, () => {
      later.delete(key);
      look(key);
    });
    later.set(key, { atMs, cancel });
  }

  /** Gives work to every free worker. */
  function fill(): void {
    while (isStarted && !stopping.signal.aborted && busy.size < workers) {
      const key = take();
      if (key === undefined) return;
      busy.add(key);
      const running = attempt(key).finally(() => {
        work.delete(running);
        busy.delete(key);
        if (again.delete(key)) add(key);
        else fill();
      });
      work.add(running);
    }
  }

  async function attempt(key: string): Promise<void> {
    await bucket.take(stopping.signal);
    if (stopping.signal.aborted) return;
    // What was planned is done now; the outcome says what comes next.
    later.get(key)?.cancel();
    later.delete(key);
    again.delete(key);
    try {
      const afterMs = await handle(key, late.signal);
      failures.delete(key);
      if (afterMs !== undefined) addAfter(key, afterMs);
    } catch (error) {
      if (stopping.signal.aborted) return;
      const failed = failures.get(key) ?? 0;
      failures.set(key, failed + 1);
      const delayMs = backoffMs(backoff, failed, random());
      log.warn({ err: error, key, failed: failed + 1, delayMs }, 'failed; it is tried again');
      onRetry?.(key);
      addAfter(key, delayMs);
    }
  }

  return {
    add,
    look,
    addAfter,
    start() {
      isStarted = true;
      fill();
    },
    async stop(graceMs = 10_000) {
      stopping.abort();
      for (const { cancel } of later.values()) cancel();
      later.clear();
      news.clear();
      looks.clear();
      const done = Promise.all(work);
      if (await isOver(done, graceMs)) return;
      late.abort(new Error('the operator stops'));
      if (!(await isOver(done, graceMs))) log.error({ keys: [...busy] }, 'gave up waiting');
    },
    depth: () => news.size + looks.size,
    oldestAgeMs() {
      const nowMs = clock.nowMs();
      const [firstNews = nowMs] = news.values();
      const [firstLook = nowMs] = looks.values();
      return nowMs - Math.min(firstNews, firstLook);
    },
  };

  async function isOver(done: Promise<unknown>, ms: number): Promise<boolean> {
    const waited = new AbortController();
    const inTime = done.then(() => true);
    const tooLate = pause(clock, ms, waited.signal).then(() => false);
    const answer = await Promise.race([inTime, tooLate]);
    waited.abort();
    return answer;
  }
}
