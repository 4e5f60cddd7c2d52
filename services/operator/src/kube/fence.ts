/** What says whether this replica may still write: leadership as a thing that ends by itself. */
import type { Clock } from './clock.ts';

/** One term of leadership. */
export interface Fence {
  /** Grows with each change of the leader (`leaseTransitions`): who keeps the greatest refuses older leaders. */
  term: number;
  /**
   * Whether this replica leads still, by its own clock at this moment: after a pause of the whole process too, before
   * any timer has had a chance to say otherwise.
   */
  isHeld(): boolean;
  /** Aborted when the term is to end: nothing new is begun, what was begun may still be finished. */
  ending: AbortSignal;
  /** Aborted when the term is over, however it ended: nothing may be written. */
  signal: AbortSignal;
}

/** This replica does not lead (any more): nothing was written. */
export class NotLeaderError extends Error {
  constructor() {
    super('This replica does not lead (any more).');
    this.name = 'NotLeaderError';
  }
}

/** The elector's side of a fence. */
export interface Term {
  fence: Fence;
  /** The lease was renewed by a request that was sent at `sentAt`: it counts from then, not from its answer. */
  extend(sentAt: Moment): void;
  askToEnd(): void;
  /** Safe to call twice. */
  end(reason: string): void;
}

/** On both clocks. */
export interface Moment {
  nowMs: number;
  dateMs: number;
}

export const momentOf = (clock: Clock): Moment => ({
  nowMs: clock.nowMs(),
  dateMs: clock.date().getTime(),
});

/** @param heldMs for how long the leadership holds after each renewal */
export function createTerm(clock: Clock, { term, heldMs }: { term: number; heldMs: number }): Term {
  const ending = new AbortController();
  const over = new AbortController();
  let renewed = momentOf(clock);
  let cancel: () => void = () => undefined;

  function end(reason: string): void {
    cancel();
    ending.abort(new Error(reason));
    over.abort(new Error(reason));
  }

  /** The longer of the two: the monotonic clock stands still while a machine is suspended, the date may jump. */
  function sinceMs(): number {
    const { nowMs, dateMs } = momentOf(clock);
    return Math.max(nowMs - renewed.nowMs, dateMs - renewed.dateMs);
  }

  return {
    fence: {
      term,
      isHeld: () => !over.signal.aborted && sinceMs() < heldMs,
      ending: ending.signal,
      signal: over.signal,
    },
    extend(sentAt) {
      if (over.signal.aborted) return;
      renewed = sentAt;
      cancel();
      const leftMs = heldMs - (clock.nowMs() - sentAt.nowMs);
      cancel = clock.after(Math.max(0, leftMs), () =>
        end('the lease could not be renewed in time'),
      );
    },
    askToEnd: () => ending.abort(new Error('the operator stops')),
    end,
  };
}
