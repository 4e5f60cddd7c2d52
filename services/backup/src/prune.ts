/** Removes the backups that the policy does not keep. */
import type { Logger } from '@balcao/kit/log.ts';
import { manifestName } from './manifest.ts';
import { type Kept, type RetentionPolicy, toRemove } from './retention.ts';
import type { Storage } from './storage.ts';
import { isVerified } from './verdict.ts';

export interface PruneOptions {
  storage: Storage;
  policy: RetentionPolicy;
  /** Ids of those that are looked at, as if there were no others; all where it is left out. */
  only?: readonly string[] | undefined;
  log: Logger;
  now?: () => Date;
}

/** Answers the ids of what was removed and of what stays, oldest first. Folders that no backup has made are left alone. */
export async function prune(options: PruneOptions): Promise<{ removed: string[]; kept: string[] }> {
  const { storage, policy, only, log, now = () => new Date() } = options;
  const backups: Kept[] = [];
  for (const id of await storage.list()) {
    if (only !== undefined && !only.includes(id)) continue;
    const found = await describe(storage, id);
    if (found !== null) backups.push(found);
  }
  const removed = toRemove(backups, policy, now());
  for (const id of removed) {
    await storage.removeAll(id);
    log.info({ backup: id }, 'removed');
  }
  const kept = backups.map(({ id }) => id).filter((id) => !removed.includes(id));
  return { removed, kept };
}

const idPattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{6}$/;

async function describe(storage: Storage, id: string): Promise<Kept | null> {
  const time = idPattern.exec(id);
  if (time === null) return null;
  const [, year, month, day, hour, minute, second] = time;
  const startedAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const isComplete = (await storage.size(manifestName(id))) !== null;
  return { id, startedAt, isComplete, isVerified: await isVerified(storage, id) };
}
