/** Pure: what the metrics tell of Backups and their schedules. */
import type { KubeObject } from '../kube/kube-object.ts';
import { backupScheduleSpec } from '../resources/backup-schedule.ts';
import { backupsOf, backupView } from './backup-view.ts';
import { scheduleTimes } from './schedule-times.ts';

export interface Figure {
  labels: Record<string, string>;
  value: number;
}

export interface BackupFigures {
  /** By Backup: 1 proven, 0 the last drill failed; none where there was no drill. */
  verified: Figure[];
  /** By schedule, in seconds since the minute of the newest Backup that is Ready; infinite where there is none. */
  age: Figure[];
  /** By schedule, in seconds since one was last due; none for a schedule that is suspended or was never due. */
  dueAge: Figure[];
}

export function backupFigures(
  backups: readonly KubeObject[],
  schedules: readonly KubeObject[],
  now: Date,
): BackupFigures {
  const figures: BackupFigures = { verified: [], age: [], dueAge: [] };
  for (const object of backups) {
    const { isVerified, isGoing, name } = backupView(object);
    const { namespace = '' } = object.metadata;
    if (isVerified === undefined || isGoing) continue;
    figures.verified.push({ labels: { shop: namespace, backup: name }, value: Number(isVerified) });
  }
  for (const schedule of schedules) addSchedule(figures, schedule, { backups, now });
  return figures;
}

function addSchedule(
  figures: BackupFigures,
  { metadata, spec }: KubeObject,
  { backups, now }: { backups: readonly KubeObject[]; now: Date },
): void {
  const { namespace = '', name, creationTimestamp } = metadata;
  const labels = { shop: namespace, schedule: name };
  const here = backups.filter((backup) => backup.metadata.namespace === namespace);
  const good = backupsOf(here, name).findLast(({ isReady }) => isReady);
  const secondsSince = (at: Date) => (now.getTime() - at.getTime()) / 1000;
  const age = good === undefined ? Number.POSITIVE_INFINITY : secondsSince(good.at);
  figures.age.push({ labels, value: age });
  const read = backupScheduleSpec.safeParse(spec).data;
  if (read === undefined || read.suspend) return;
  const due = dueOf(read, now);
  if (due !== undefined && due > new Date(creationTimestamp ?? 0))
    figures.dueAge.push({ labels, value: secondsSince(due) });
}

/** A schedule that makes no sense is told by its conditions. */
function dueOf({ schedule, timeZone }: { schedule: string; timeZone: string }, now: Date) {
  try {
    return scheduleTimes(schedule, timeZone).lastDue(now);
  } catch {
    return undefined;
  }
}
