/** Pure: a Backup as its schedule and the metrics see it. */

import { conditionsOf } from '../kube/conditions.ts';
import { isDeleting } from '../kube/finalizers.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { backupSpec, backupStatus } from '../resources/backup.ts';
import { backupIdOf } from './backup-id.ts';

export const scheduleLabel = 'balcao.dev/schedule';
export const scheduledAtAnnotation = 'balcao.dev/scheduled-at';

export interface BackupView {
  object: KubeObject;
  name: string;
  id: string;
  /** The minute of its schedule, or when it was made by hand. */
  at: Date;
  /** Still being made. */
  isActive: boolean;
  isFailed: boolean;
  /** Made, and where it is drilled, drilled: whatever was found. */
  isSettled: boolean;
  isReady: boolean;
  /** What the last drill found; undefined where there was none. */
  isVerified: boolean | undefined;
  isGoing: boolean;
}

export function backupView(object: KubeObject): BackupView {
  const { name, annotations, creationTimestamp } = object.metadata;
  const status = backupStatus.strip().safeParse(object.status).data ?? {};
  const { completedAt, failedAt, drillRound } = status;
  const conditions = new Map(conditionsOf(object.status).map((one) => [one.type, one.status]));
  const isDrilled = backupSpec.safeParse(object.spec).data?.verify.enabled !== false;
  const verified = conditions.get('Verified');
  const isMade = completedAt !== undefined;
  return {
    object,
    name,
    id: backupIdOf(object),
    at: new Date(annotations?.[scheduledAtAnnotation] ?? creationTimestamp ?? 0),
    isActive: !isMade && failedAt === undefined,
    isFailed: failedAt !== undefined,
    isSettled: isMade && (!isDrilled || drillRound !== undefined),
    isReady: conditions.get('Ready') === 'True',
    isVerified: verified === undefined || verified === 'Unknown' ? undefined : verified === 'True',
    isGoing: isDeleting(object),
  };
}

/** Of one schedule, oldest first. */
export function backupsOf(backups: readonly KubeObject[], schedule: string): BackupView[] {
  return backups
    .filter(({ metadata }) => metadata.labels?.[scheduleLabel] === schedule)
    .map(backupView)
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}
