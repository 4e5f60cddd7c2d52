/** Replaces the signing key without logging anybody out: published first, signing later, kept while its tokens live. */
import type { RotateKeysResponse } from '@balcao/contracts/api/auth.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import { forgetKeys, insertKey, lockKeys, readKeyAgeDays, retireKeysBefore } from './key-store.ts';
import { type Origin, ownOrigin } from './origin.ts';
import { record } from './security-event-store.ts';
import { createSigningKey } from './signing-key.ts';

const checkEveryMs = 60_000;

/** Adds a key that takes over in a few seconds. */
export async function rotateKeys(tx: Tx, origin: Origin): Promise<RotateKeysResponse> {
  await lockKeys(tx);
  const key = await createSigningKey();
  const added = await insertKey(tx, key);
  await retireKeysBefore(tx, key.kid);
  record(tx, origin, [{ type: 'key.rotated', detail: { ...added } }]);
  return added;
}

/** Adds a key when there is none or the newest is too old; of several replicas one does. */
export async function rotateOldKeys(db: Database, maxAgeDays: number): Promise<void> {
  const isDue = (ageDays: number | null) => ageDays === null || ageDays >= maxAgeDays;
  if (!isDue(await readKeyAgeDays(db))) return;
  await db.transaction(async (tx) => {
    await lockKeys(tx);
    if (isDue(await readKeyAgeDays(tx))) await rotateKeys(tx, ownOrigin);
  });
}

export function rotateKeysJob(db: Database, maxAgeDays: number): Job {
  return {
    name: 'rotate signing keys',
    everyMs: checkEveryMs,
    async run() {
      await rotateOldKeys(db, maxAgeDays);
      await forgetKeys(db);
    },
  };
}
