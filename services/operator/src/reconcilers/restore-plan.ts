/** What a Restore is to bring back, from where and to where: as it says itself, or as the Backup that it names does. */
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { resourceTypeOf } from '../core-types.ts';
import type { Cluster } from '../kube/cluster.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { backup, backupId, backupSpec } from '../resources/backup.ts';
import type { Database, Encryption, Storage } from '../resources/backup-plan.ts';
import type { RestoreSpec } from '../resources/restore.ts';
import { UnreadyError } from '../unready-error.ts';

export interface RestorePlan {
  /** Undefined: the newest finished one. */
  backupId: string | undefined;
  storage: Storage;
  encryption: Encryption | undefined;
  database: Database;
}

/** Its id is known while it is still being made: only what is finished can be brought back. */
const made = z.object({ status: z.object({ backupId, completedAt: instant }), spec: backupSpec });

const goneMeanwhile =
  'It has gone while it was brought back, and other Restores wait: delete this one, and make another with storage and backupId in place of backupRef, which starts the shop again.';

/** Rejects with an `UnreadyError` while the Backup is not there or not finished. */
export async function findRestorePlan(
  cluster: Cluster,
  { metadata: { namespace } }: KubeObject,
  { spec, isBegun, signal }: { spec: RestoreSpec; isBegun: boolean; signal: AbortSignal },
): Promise<RestorePlan> {
  const { backupRef, database } = spec;
  if (backupRef !== undefined) {
    const { name } = backupRef;
    const found = await cluster.get(resourceTypeOf(backup), { namespace, name }, signal);
    if (found === undefined) {
      const message = `The Backup ${name} does not exist.`;
      throw new UnreadyError('BackupMissing', isBegun ? `${message} ${goneMeanwhile}` : message);
    }
    const read = made.safeParse(found).data;
    if (read === undefined)
      throw new UnreadyError('BackupUnfinished', `The Backup ${name} is not finished.`);
    const { spec: plan, status } = read;
    const { storage, encryption } = plan;
    return {
      backupId: status.backupId,
      ...{ storage, encryption, database: database ?? plan.database },
    };
  }
  const { storage, encryption } = spec;
  if (storage === undefined || database === undefined)
    throw new UnreadyError('Invalid', 'Without backupRef, storage and database have to be named.');
  return { backupId: spec.backupId, storage, encryption, database };
}
