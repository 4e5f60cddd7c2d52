/** A notification as a message tells it: for the first time, or again. */
import type { Notification } from '@balcao/contracts/api/notifications.ts';

export interface Told extends Notification {
  /** Since when the alert fires that is told again; null: it is told for the first time. */
  firingSince: string | null;
}

/** Without repetitions of what is over by the same message: they waited for the end of quiet hours together. */
export function withoutEnded(all: readonly Told[]): Told[] {
  const ended = new Set(
    all.filter(({ event }) => event === 'market.alert.resolved').map(({ subject }) => subject),
  );
  return all.filter(({ firingSince, subject }) => firingSince === null || !ended.has(subject));
}
