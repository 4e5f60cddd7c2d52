/** Waits for what the services do in their own time: by asking again, never by a fixed sleep. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Difference, UnexpectedAnswer } from './failure.ts';

const firstDelayMs = 10;
const longestDelayMs = 500;

/**
 * Repeats `check` until it passes, with growing delays; after `timeoutMs` its last failure is thrown.
 * Anything but a difference or an unexpected answer is thrown at once.
 */
export async function eventually<T>(timeoutMs: number, check: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 1.5, longestDelayMs)) {
    try {
      return await check();
    } catch (error) {
      const mayChange = error instanceof Difference || error instanceof UnexpectedAnswer;
      if (!mayChange || Date.now() + delayMs > deadline) throw error;
    }
    await sleep(delayMs);
  }
}
