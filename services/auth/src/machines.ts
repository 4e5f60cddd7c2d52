/** Machine accounts: made by an admin, with at most two secrets each, so that one can follow the other without a gap. */
import type {
  CreateMachineRequest,
  MachineSecret,
  NewMachineSecret,
} from '@balcao/contracts/api/machines.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type AddUserDeps, storeUser } from './add-user.ts';
import { insertSecret, markRevoked, readSecrets } from './machine-store.ts';
import type { Origin } from './origin.ts';
import { createToken } from './secret-token.ts';
import { record } from './security-event-store.ts';
import { endSessions } from './session-store.ts';
import { lockUser, readUser, type VersionedUser } from './user-store.ts';

const maxSecrets = 2;
/** By it, scanners find a secret that was committed by mistake. */
const secretPrefix = 'bcm_';

/** Adds a machine, which has no secret yet. Throws `already_exists` when the id is taken. */
export function addMachine(
  tx: Tx,
  { id = newId(), name, origin }: CreateMachineRequest & { origin: Origin },
  deps: AddUserDeps,
): Promise<VersionedUser> {
  // Nobody can own an address under .invalid (RFC 2606), and no password has this hash.
  const email = `machine-${id}@balcao.invalid`;
  const passwordHash = deps.hasher.impossibleHash();
  return storeUser(tx, { id, email, name, role: 'machine', passwordHash, origin }, deps);
}

/** Gives a machine a secret. Throws `not_found`, or `conflict` when it is disabled or has two already. */
export async function addSecret(
  tx: Tx,
  { userId, origin }: { userId: string; origin: Origin },
): Promise<NewMachineSecret> {
  const machine = await lockUser(tx, userId);
  if (machine?.user.role !== 'machine') throw noSuchMachine(userId);
  if (!machine.user.active) throw new Problem('conflict', 'The machine is disabled.');
  if ((await readSecrets(tx, userId)).length >= maxSecrets) {
    throw new Problem(
      'conflict',
      'Two secrets are in use. Revoke the one that is not needed first.',
    );
  }
  const id = newId();
  const { token: clientSecret, hash } = createToken(secretPrefix);
  const createdAt = await insertSecret(tx, { id, userId, hash });
  record(tx, origin, [{ type: 'machine.secret_added', userId, detail: { secretId: id } }]);
  return { id, createdAt, clientId: userId, clientSecret };
}

/** The secrets in use. Throws `not_found` when there is no such machine. */
export async function listSecrets(db: Queryable, userId: string): Promise<MachineSecret[]> {
  if ((await readUser(db, userId))?.user.role !== 'machine') throw noSuchMachine(userId);
  return readSecrets(db, userId);
}

/** Ends a secret and the sessions that it opened; one that has ended stays so. Throws `not_found`. */
export async function revokeSecret(
  tx: Tx,
  { userId, secretId, origin }: { userId: string; secretId: string; origin: Origin },
): Promise<void> {
  const outcome = await markRevoked(tx, { userId, secretId });
  if (outcome === undefined) throw new Problem('not_found', `There is no secret ${secretId}.`);
  if (outcome === 'before') return;
  record(tx, origin, [{ type: 'machine.secret_revoked', userId, detail: { secretId } }]);
  endSessions(tx, { userId, machineSecretId: secretId, reason: 'secret', origin });
}

function noSuchMachine(id: string): Problem {
  return new Problem('not_found', `There is no machine ${id}.`);
}
