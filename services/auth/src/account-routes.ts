/** The API of one's own account: registering, reading it, another password. */
import {
  changePasswordRequest,
  registerRequest,
  registrationResponse,
} from '@balcao/contracts/api/auth.ts';
import { user } from '@balcao/contracts/api/users.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { isRegistrationOpen, type RegisterDeps, registerUser } from './add-user.ts';
import { behindGate } from './behind-gate.ts';
import { type ChangePasswordDeps, changePassword } from './change-password.ts';
import { callerOrigin, originOf } from './origin.ts';
import { weakPassword } from './password-rules.ts';
import { sessionHasEnded } from './refresh-session.ts';
import { readCaller } from './session-store.ts';
import { hasUsers } from './user-store.ts';

export type AccountRouteDeps = RegisterDeps &
  ChangePasswordDeps & {
    /** Holds back what hashes within a transaction. */
    addGate: Gate;
  };

export function accountRoutes(deps: AccountRouteDeps): Route[] {
  return [
    behindGate(
      writeRoute(
        {
          method: 'post',
          path: '/auth/register',
          summary: 'Register; the first user becomes admin, later ones (where allowed) seller',
          access: 'public',
          body: registerRequest,
          answers: { 201: user },
          problems: ['registration_closed', 'already_exists', 'rate_limited', ...weakPassword],
        },
        async (tx, request) => {
          const registered = { ...request.body, origin: originOf(request) };
          const added = await registerUser(tx, registered, deps);
          return { status: 201, body: added.user, headers: { ETag: formatEtag(added.version) } };
        },
      ),
      deps.addGate,
    ),
    readRoute(
      {
        method: 'get',
        path: '/auth/registration',
        summary: 'Tell whether anybody may register: on a new installation, the admin',
        access: 'public',
        answers: { 200: registrationResponse },
      },
      async () => ({
        status: 200,
        body: { isOpen: isRegistrationOpen(await hasUsers(deps.db), deps) },
      }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/auth/me',
        summary: 'Read the own user',
        access: 'authenticated',
        answers: { 200: user },
      },
      async ({ caller }) => {
        const found = await readCaller(deps.db, caller);
        if (found === undefined) throw sessionHasEnded();
        return { status: 200, body: found.user };
      },
    ),
    readRoute(
      {
        method: 'put',
        path: '/auth/me/password',
        summary: 'Change the own password; the other sessions end',
        access: 'authenticated',
        body: changePasswordRequest,
        answers: { 204: null },
        problems: ['invalid_credentials', 'conflict', 'rate_limited', ...weakPassword],
      },
      async (request) => {
        const { body, caller } = request;
        await changePassword({ ...body, caller, origin: callerOrigin(request) }, deps);
        return { status: 204 };
      },
    ),
  ];
}
