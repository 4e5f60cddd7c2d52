/**
 * Where an instance of a rule stands, and its only transitions:
 *
 *     normal ──holds──▶ pending ──for so long──▶ firing ──does not──▶ recovering ──for so long──▶ normal
 *
 * An open alert goes through `no-data` and `error` as it is: what is not known resolves nothing.
 * Semantics as Prometheus has them (`for`, `keep_firing_for`) and Grafana (`recovering`, no data, error).
 */

export type RuleState = 'normal' | 'pending' | 'firing' | 'recovering' | 'no-data' | 'error';

/** All that a restart must know of an instance beside the quotes. Times in milliseconds since 1970. */
export interface Progress {
  state: RuleState;
  /** Since when the condition holds (pending) or does not (recovering); else null. */
  since: number | null;
  /** When the open alert began; null where none is open. */
  startedAt: number | null;
}

export interface Patience {
  forMs: number;
  keepFiringForMs: number;
}

export type Outcome = 'firing' | 'resolved' | null;

export const atRest = (): Progress => ({ state: 'normal', since: null, startedAt: null });

/** Takes the verdict of a moment into `progress`; answers whether an alert has begun or ended by it. */
export function advance(
  progress: Progress,
  { holds, at }: { holds: boolean; at: number },
  { forMs, keepFiringForMs }: Patience,
): Outcome {
  return holds ? takeHolding(progress, at, forMs) : takeNotHolding(progress, at, keepFiringForMs);
}

function takeHolding(progress: Progress, at: number, forMs: number): Outcome {
  if (progress.startedAt !== null) {
    progress.state = 'firing';
    progress.since = null;
    return null;
  }
  const since = progress.state === 'pending' && progress.since !== null ? progress.since : at;
  if (at - since < forMs) {
    progress.state = 'pending';
    progress.since = since;
    return null;
  }
  progress.state = 'firing';
  progress.since = null;
  progress.startedAt = at;
  return 'firing';
}

function takeNotHolding(progress: Progress, at: number, keepFiringForMs: number): Outcome {
  if (progress.startedAt === null) {
    progress.state = 'normal';
    progress.since = null;
    return null;
  }
  const since = progress.state === 'recovering' && progress.since !== null ? progress.since : at;
  if (at - since < keepFiringForMs) {
    progress.state = 'recovering';
    progress.since = since;
    return null;
  }
  progress.state = 'normal';
  progress.since = null;
  progress.startedAt = null;
  return 'resolved';
}

/** Nothing is known: what was pending starts anew, an open alert stays open. */
export function lose(progress: Progress, state: 'no-data' | 'error'): void {
  progress.state = state;
  progress.since = null;
}
