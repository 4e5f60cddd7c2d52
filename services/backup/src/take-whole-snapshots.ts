/**
 * Looks for an instant at which nothing that counts is on its way through the broker: a message that has left its
 * sender's outbox and is not handled yet is in no database, and a restored shop would never hear of it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { proveFlows } from './prove-flows.ts';
import { type SnapshotOptions, type Snapshots, takeSnapshots } from './take-snapshots.ts';

export interface WholeSnapshots extends Snapshots {
  /** What was on its way even at the last look: a consumer that is down would else keep the shop without a backup. */
  doubts: string[];
}

/** @throws BackupFailure as `takeSnapshots` does. */
export async function takeWholeSnapshots(
  options: SnapshotOptions & { looks?: number },
): Promise<WholeSnapshots> {
  const { looks = 10, log } = options;
  for (let look = 1; ; look += 1) {
    const snapshots = await takeSnapshots(options);
    const doubts = await proveFlows(snapshots.clients).catch(async (error: unknown) => {
      await snapshots.release();
      throw error;
    });
    if (doubts.length === 0 || look >= looks) return { ...snapshots, doubts };
    log.info({ look, doubts }, 'messages are on their way; another instant is looked for');
    await snapshots.release();
    await delay(100 * look);
  }
}
