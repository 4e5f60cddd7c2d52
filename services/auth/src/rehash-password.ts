/** Hashes a password anew that has just been proved, where its stored hash was made with less work than is set now. */
import type { Database } from '@balcao/kit/db.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { ownOrigin } from './origin.ts';
import { parametersOf } from './password-hash.ts';
import type { PasswordHasher } from './password-hasher.ts';
import { record } from './security-event-store.ts';
import { type Credentials, replaceHash } from './user-store.ts';

export interface Rehasher {
  /** Does so in the background if it is needed; where it fails, the next login tries again. */
  consider(password: string, proved: Credentials): void;
  /** Resolves when nothing is left to do. */
  drained(): Promise<void>;
}

export interface RehasherDeps {
  db: Database;
  gate: Gate;
  hasher: PasswordHasher;
  log: Logger;
}

export function createRehasher(deps: RehasherDeps): Rehasher {
  const { hasher, log } = deps;
  /** By user, so that a burst of logins hashes once. */
  const running = new Map<string, Promise<void>>();
  return {
    consider(password, proved) {
      const { userId, passwordHash } = proved;
      if (!hasher.isOutdated(passwordHash) || running.has(userId)) return;
      const work = rehash(password, proved, deps)
        .catch((error: unknown) => log.warn({ err: error, userId }, 'a password was not rehashed'))
        .finally(() => running.delete(userId));
      running.set(userId, work);
    },
    async drained() {
      await Promise.all(running.values());
    },
  };
}

/** Changes nothing when the password was changed meanwhile. */
async function rehash(
  password: string,
  { userId, passwordHash: former }: Credentials,
  { db, gate, hasher }: RehasherDeps,
): Promise<void> {
  const passwordHash = await gate.run(() => hasher.hash(password));
  await db.transaction(async (tx) => {
    if (!(await replaceHash(tx, { userId, former, passwordHash }))) return;
    const detail = { from: parametersOf(former), to: parametersOf(passwordHash) };
    record(tx, ownOrigin, [{ type: 'password.rehashed', userId, detail }]);
  });
}
