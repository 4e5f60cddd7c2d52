/** A clock that stands still until a test moves it. */
import type { Clock } from '../src/kube/clock.ts';

export interface FakeClock extends Clock {
  /** Moves both clocks and calls, in order, what comes due; lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Sets the date alone, as a person or NTP does. */
  jump(ms: number): void;
  /** Moves both without calling anybody: as if the process had been stopped meanwhile. */
  sleepThrough(ms: number): void;
}

export function createFakeClock(startMs = Date.parse('2026-11-26T12:00:00Z')): FakeClock {
  let nowMs = 0;
  let offsetMs = startMs;
  const due = new Map<() => void, number>();

  return {
    nowMs: () => nowMs,
    date: () => new Date(nowMs + offsetMs),
    after(ms, call) {
      const once = () => {
        due.delete(once);
        call();
      };
      due.set(once, nowMs + ms);
      return () => void due.delete(once);
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...due].sort(([, one], [, other]) => one - other);
        if (next === undefined || next[1] > endMs) break;
        nowMs = Math.max(nowMs, next[1]);
        next[0]();
        await settle();
      }
      nowMs = endMs;
    },
    jump(ms) {
      offsetMs += ms;
    },
    sleepThrough(ms) {
      nowMs += ms;
    },
  };
}

/** Lets everything that only waits for promises go on as far as it can. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
