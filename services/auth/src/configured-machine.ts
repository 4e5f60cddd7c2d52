/** The machine account of the operator: made at start from the settings, as the first admin is. */
import { operatorMachineId } from '@balcao/contracts/api/machines.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { AddUserDeps } from './add-user.ts';
import { hasSecret, insertSecret, readSecrets, renewSecret } from './machine-store.ts';
import { addMachine, revokeSecret } from './machines.ts';
import { ownOrigin } from './origin.ts';
import { hashToken } from './secret-token.ts';
import { record } from './security-event-store.ts';
import { lockUser, lockUserCount, readUser } from './user-store.ts';

export interface ConfiguredMachineDeps extends AddUserDeps {
  db: Database;
  log: Logger;
}

/**
 * The operator gets in by the secret of the settings and by no other: one that was replaced, or taken out of the
 * settings, is revoked. An account that an admin has disabled stays so.
 */
export async function keepConfiguredMachine(
  secret: string | undefined,
  deps: ConfiguredMachineDeps,
): Promise<void> {
  const { db, log } = deps;
  const isKnown = (await readUser(db, operatorMachineId)) !== undefined;
  if (!isKnown && secret === undefined) return;
  await db.transaction(async (tx) => {
    // Of several replicas that start at once one makes it.
    await lockUserCount(tx);
    if ((await readUser(tx, operatorMachineId)) === undefined) {
      const machine = { id: operatorMachineId, name: 'Operator', origin: ownOrigin };
      await addMachine(tx, machine, deps);
      tx.afterCommit(() => log.info('the machine account of the operator was added'));
    }
    await lockUser(tx, operatorMachineId);
    await keepSecret(tx, secret);
  });
}

async function keepSecret(tx: Tx, secret: string | undefined): Promise<void> {
  const userId = operatorMachineId;
  const hash = secret === undefined ? undefined : hashToken(secret);
  if (hash !== undefined && (await hasSecret(tx, { userId, hash }))) return;
  for (const { id: secretId } of await readSecrets(tx, userId)) {
    await revokeSecret(tx, { userId, secretId, origin: ownOrigin });
  }
  if (hash === undefined) return;
  let secretId = await renewSecret(tx, { userId, hash });
  if (secretId === undefined) {
    secretId = newId();
    await insertSecret(tx, { id: secretId, userId, hash });
  }
  record(tx, ownOrigin, [{ type: 'machine.secret_added', userId, detail: { secretId } }]);
}
