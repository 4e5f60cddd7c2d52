/** Which backups are kept: a pure rule. */

export interface Kept {
  /** Sorts by time, as ids of backups do. */
  id: string;
  startedAt: Date;
  isComplete: boolean;
  isVerified: boolean;
}

export interface RetentionPolicy {
  /** How many of the newest are kept. */
  last: number;
  /** All that are younger are kept, in days. */
  days: number;
  /** Of so many of the latest days, weeks (from Monday), months and years that have one, the newest is kept. */
  daily: number;
  weekly: number;
  monthly: number;
  yearly: number;
  /** The zone in which days begin. */
  timeZone: string;
}

const dayMs = 86_400_000;

/**
 * The ids to remove, oldest first. Whatever the policy says, the newest finished backup and the newest proven one stay.
 * One that was never finished goes when it is a day old. A policy of nothing but zeros keeps all finished ones.
 */
export function toRemove(backups: readonly Kept[], policy: RetentionPolicy, now: Date): string[] {
  const newestFirst = [...backups].sort((a, b) => compare(b, a));
  const complete = newestFirst.filter(({ isComplete }) => isComplete);
  const kept = new Set(keep(complete, policy, now));
  return newestFirst
    .filter((backup) =>
      backup.isComplete ? !kept.has(backup.id) : now.getTime() - backup.startedAt.getTime() > dayMs,
    )
    .map(({ id }) => id)
    .reverse();
}

function keep(complete: readonly Kept[], policy: RetentionPolicy, now: Date): string[] {
  const { last, days, daily, weekly, monthly, yearly } = policy;
  const ids = (backups: readonly Kept[]) => backups.map(({ id }) => id);
  if (last + days + daily + weekly + monthly + yearly === 0) return ids(complete);
  const day = dayIn(policy.timeZone);
  const young = complete.filter(
    ({ startedAt }) => now.getTime() - startedAt.getTime() < days * dayMs,
  );
  const periods: [count: number, of: (date: string) => string][] = [
    [daily, (date) => date],
    [weekly, mondayOf],
    [monthly, (date) => date.slice(0, 7)],
    [yearly, (date) => date.slice(0, 4)],
  ];
  return [
    ...ids(complete.slice(0, Math.max(last, 1))),
    ...ids(complete.filter(({ isVerified }) => isVerified).slice(0, 1)),
    ...ids(young),
    ...periods.flatMap(([count, of]) =>
      ids(newestOfEach(complete, (backup) => of(day(backup.startedAt))).slice(0, count)),
    ),
  ];
}

function newestOfEach(newestFirst: readonly Kept[], of: (backup: Kept) => string): Kept[] {
  const found = new Map<string, Kept>();
  for (const backup of newestFirst) if (!found.has(of(backup))) found.set(of(backup), backup);
  return [...found.values()];
}

/** The date of an instant in the zone: `2026-11-26`. */
function dayIn(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (at) => format.format(at);
}

function mondayOf(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  const sinceMonday = (at.getUTCDay() + 6) % 7;
  return new Date(at.getTime() - sinceMonday * dayMs).toISOString().slice(0, 10);
}

function compare(a: Kept, b: Kept): number {
  return a.startedAt.getTime() - b.startedAt.getTime() || (a.id < b.id ? -1 : 1);
}
