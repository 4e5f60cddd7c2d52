/** Prolongs a lease during work that may take longer than it lasts, by a timer: no single query can lose it. */
import { Overtaken } from './record-round.ts';

export interface KeepLeaseOptions {
  /** Prolongs it, over another connection than the work's; false where another one has it. */
  hold(): Promise<boolean>;
  everyMs: number;
}

/** Throws `Overtaken` where the lease has been lost. */
export type AssertHeld = () => void;

/**
 * Runs `work`, which asks now and then whether it may go on. A prolonging that fails is tried again at the next
 * tick: whether what is written was written by the holder is up to the transaction that writes it.
 */
export async function keepLease<Result>(
  { hold, everyMs }: KeepLeaseOptions,
  work: (assertHeld: AssertHeld) => Promise<Result>,
): Promise<Result> {
  let isLost = false;
  let holding: Promise<void> | null = null;
  const timer = setInterval(() => {
    holding ??= hold()
      .then(
        (isOurs) => {
          isLost ||= !isOurs;
        },
        () => undefined,
      )
      .finally(() => {
        holding = null;
      });
  }, everyMs);
  try {
    return await work(() => {
      if (isLost) throw new Overtaken('another evaluator took the lead meanwhile');
    });
  } finally {
    clearInterval(timer);
    // Whoever lets go of the lease after this must not find it taken again.
    await holding;
  }
}
