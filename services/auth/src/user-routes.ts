/** The API of users, for admins. */
import {
  createUserRequest,
  updateUserRequest,
  user,
  userListQuery,
  userPage,
} from '@balcao/contracts/api/users.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { type AddUserDeps, addUser } from './add-user.ts';
import { behindGate } from './behind-gate.ts';
import { changeUser, disableUser, noSuchUser } from './change-user.ts';
import { callerOrigin } from './origin.ts';
import { refuseWeakPassword, weakPassword } from './password-rules.ts';
import { listUsers, readUser, type VersionedUser } from './user-store.ts';

export interface UserRouteDeps extends AddUserDeps {
  db: Database;
  /** Holds back what hashes within a transaction. */
  addGate: Gate;
}

const access = 'users:manage';

function answer(status: number, { user: body, version }: VersionedUser): Reply {
  return { status, body, headers: { ETag: formatEtag(version) } };
}

export function userRoutes(deps: UserRouteDeps): Route[] {
  const { db } = deps;
  return [
    readRoute(
      {
        method: 'get',
        path: '/users',
        summary: 'List users by name',
        access,
        query: userListQuery,
        answers: { 200: userPage },
      },
      async ({ query }) => ({ status: 200, body: await listUsers(db, query) }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/users/:id',
        summary: 'Read a user',
        access,
        params: idParams,
        answers: { 200: user },
        problems: ['not_found'],
      },
      async ({ params: { id } }) => {
        const found = await readUser(db, id);
        if (found === undefined) throw noSuchUser(id);
        return answer(200, found);
      },
    ),
    behindGate(
      writeRoute(
        {
          method: 'post',
          path: '/users',
          summary: 'Add a user',
          access,
          body: createUserRequest,
          answers: { 201: user },
          problems: ['already_exists', ...weakPassword],
        },
        async (tx, request) => {
          const { body } = request;
          const added = { ...body, id: body.id ?? newId(), origin: callerOrigin(request) };
          return answer(201, await addUser(tx, added, deps));
        },
      ),
      deps.addGate,
    ),
    ...changeRoutes(deps),
  ];
}

function changeRoutes({ db, gate, hasher, outbox }: UserRouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'put',
        path: '/users/:id',
        summary: 'Replace a user; another role, another password or active: false end its sessions',
        access,
        params: idParams,
        body: updateUserRequest,
        answers: { 200: user },
        problems: ['not_found', 'already_exists', 'conflict', 'version_mismatch', ...weakPassword],
      },
      async (request) => {
        const { password, ...body } = request.body;
        if (password !== undefined) refuseWeakPassword(password, body, 'password');
        const passwordHash =
          password === undefined ? null : await gate.run(() => hasher.hash(password));
        const change = { ...body, id: request.params.id, passwordHash };
        const wanted = {
          change,
          ifMatch: request.header('if-match'),
          origin: callerOrigin(request),
        };
        return answer(200, await db.transaction((tx) => changeUser(tx, wanted, outbox)));
      },
    ),
    writeRoute(
      {
        method: 'delete',
        path: '/users/:id',
        summary: 'Disable a user and end its sessions',
        access,
        params: idParams,
        answers: { 204: null },
        problems: ['not_found', 'conflict', 'version_mismatch'],
      },
      async (tx, request) => {
        const { params, header } = request;
        const wanted = { ifMatch: header('if-match'), origin: callerOrigin(request) };
        await disableUser(tx, { id: params.id, ...wanted }, outbox);
        return { status: 204 };
      },
    ),
  ];
}
