/** The API of machine accounts: admins make them and their secrets, and the machines fetch their tokens. */
import {
  createMachineRequest,
  machineSecretPage,
  machineSecretParams,
  newMachineSecret,
  tokenRequest,
  tokenResponse,
} from '@balcao/contracts/api/machines.ts';
import { user } from '@balcao/contracts/api/users.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { AddUserDeps } from './add-user.ts';
import { type GiveTokenDeps, giveToken } from './give-token.ts';
import { addMachine, addSecret, listSecrets, revokeSecret } from './machines.ts';
import { callerOrigin, originOf } from './origin.ts';

export type MachineRouteDeps = AddUserDeps & GiveTokenDeps & { db: Database };

const access = 'users:manage';
/** Answers with secrets are kept by nobody on the way. */
const headers = { 'Cache-Control': 'no-store' };

/** To be served before the routes of users: `/users/machines` is no user's id. */
export function machineRoutes(deps: MachineRouteDeps): Route[] {
  return [
    writeRoute(
      {
        method: 'post',
        path: '/users/machines',
        summary:
          'Add a machine account, which has no secret yet; it is changed and disabled as a user',
        access,
        body: createMachineRequest,
        answers: { 201: user },
        problems: ['already_exists'],
      },
      async (tx, request) => {
        const wanted = { ...request.body, origin: callerOrigin(request) };
        const added = await addMachine(tx, wanted, deps);
        return { status: 201, body: added.user, headers: { ETag: formatEtag(added.version) } };
      },
    ),
    ...secretRoutes(deps),
    readRoute(
      {
        method: 'post',
        path: '/auth/token',
        summary: 'Exchange a machine account’s secret for an access token',
        access: 'public',
        body: tokenRequest,
        answers: { 200: tokenResponse },
        problems: ['invalid_credentials', 'rate_limited'],
      },
      async (request) => {
        const wanted = { ...request.body, origin: originOf(request) };
        return { status: 200, headers, body: await giveToken(wanted, deps) };
      },
    ),
  ];
}

function secretRoutes({ db }: MachineRouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/users/machines/:id/secrets',
        summary: 'List the secrets of a machine account that are in use, at most two',
        access,
        params: idParams,
        answers: { 200: machineSecretPage },
        problems: ['not_found'],
      },
      async ({ params: { id } }) => ({
        status: 200,
        body: { items: await listSecrets(db, id), nextCursor: null },
      }),
    ),
    // Takes no Idempotency-Key: a stored answer would be a stored secret. One that got lost is revoked.
    readRoute(
      {
        method: 'post',
        path: '/users/machines/:id/secrets',
        summary: 'Give a machine account a secret, which is told this once',
        access,
        params: idParams,
        answers: { 201: newMachineSecret },
        problems: ['not_found', 'conflict'],
      },
      async (request) => {
        const wanted = { userId: request.params.id, origin: callerOrigin(request) };
        const body = await db.transaction((tx) => addSecret(tx, wanted));
        return { status: 201, headers, body };
      },
    ),
    writeRoute(
      {
        method: 'delete',
        path: '/users/machines/:id/secrets/:secretId',
        summary: 'Revoke a secret: its tokens are refused everywhere within a second',
        access,
        params: machineSecretParams,
        answers: { 204: null },
        problems: ['not_found'],
      },
      async (tx, request) => {
        const { id: userId, secretId } = request.params;
        await revokeSecret(tx, { userId, secretId, origin: callerOrigin(request) });
        return { status: 204 };
      },
    ),
  ];
}
