/** Pure: when a schedule is due, in its time zone. */
import { Cron } from 'croner';
import { TerminalError } from '../kube/terminal-error.ts';

export interface ScheduleTimes {
  /** The last due minute that is not after this instant; undefined where there was none. */
  lastDue(now: Date): Date | undefined;
  /** The first due minute after this instant; undefined for a date that never comes, such as 30 February. */
  nextDue(now: Date): Date | undefined;
}

const minuteMs = 60_000;

/**
 * A time of day that a change of the clocks leaves out is due right after the gap; one that comes twice is due at its
 * first. A step or a list (every half hour) is due in both of the doubled hours. Throws a `TerminalError` for what is no schedule.
 */
export function scheduleTimes(schedule: string, timeZone: string): ScheduleTimes {
  const cron = open(schedule, timeZone);
  return {
    lastDue(now) {
      // One minute on, since the reference itself is not among the runs before it.
      const reference = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs + minuteMs);
      return cron.previousRuns(1, reference)[0];
    },
    nextDue: (now) => cron.nextRun(now) ?? undefined,
  };
}

function open(schedule: string, timezone: string): Cron {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return new Cron(schedule, { timezone, mode: '5-part', paused: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TerminalError('Invalid', `spec.schedule or spec.timeZone: ${message}`, {
      cause: error,
    });
  }
}
