/** Prolongs a lease during work that may take longer than it lasts. */
import { Overtaken } from './record-round.ts';

export interface KeepLeaseOptions {
  /** Prolongs it; false where another one has it. */
  hold(): Promise<boolean>;
  everyMs: number;
  /** Milliseconds that only grow. */
  clock?: () => number;
}

/**
 * To be called as often as one likes: prolongs at most once in `everyMs`, counted from its making. Throws
 * `Overtaken` when the lease is lost.
 */
export function keepLease({ hold, everyMs, clock = () => performance.now() }: KeepLeaseOptions) {
  let heldAtMs = clock();
  return async (): Promise<void> => {
    if (clock() - heldAtMs < everyMs) return;
    heldAtMs = clock();
    if (!(await hold())) throw new Overtaken('another evaluator took the lead during the reading');
  };
}
