/** Waits for a database that is not there yet: services and their database start in any order. */
import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway } from './db-errors.ts';
import type { Logger } from './log.ts';
import { createSeldom } from './seldom.ts';

export interface Waiting {
  log: Logger;
  /** What is waited for besides a server that is away; any other error is thrown. */
  isAwaited?: (error: unknown) => boolean;
}

const firstDelayMs = 100;
const maxDelayMs = 2_000;

/** Repeats `work` until it succeeds, and says at most every ten seconds why it has not yet. */
export async function waitForDatabase<T>(
  work: () => Promise<T>,
  { log, isAwaited = () => false }: Waiting,
): Promise<T> {
  const seldom = createSeldom();
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, maxDelayMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) && !isAwaited(error)) throw error;
      seldom(() => log.warn({ err: error }, 'the database is not ready yet; waiting for it'));
      await delay(delayMs);
    }
  }
}
