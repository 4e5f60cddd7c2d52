/** The API of sessions and of one's own account. */
import {
  changePasswordRequest,
  loginRequest,
  loginResponse,
  refreshRequest,
  registerRequest,
  registrationResponse,
  sessionResponse,
} from '@balcao/contracts/api/auth.ts';
import { user } from '@balcao/contracts/api/users.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import type { Gate } from '@balcao/kit/gate.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { isRegistrationOpen, type RegisterDeps, registerUser } from './add-user.ts';
import { behindGate } from './behind-gate.ts';
import { type ChangePasswordDeps, changePassword } from './change-password.ts';
import { type LogInDeps, logIn } from './log-in.ts';
import { callerOrigin, originOf } from './origin.ts';
import { weakPassword } from './password-rules.ts';
import { type RefreshDeps, refreshSession, sessionHasEnded } from './refresh-session.ts';
import { endSessions, readCaller } from './session-store.ts';
import { hasUsers } from './user-store.ts';

export type SessionRouteDeps = RegisterDeps &
  LogInDeps &
  RefreshDeps &
  ChangePasswordDeps & {
    /** Holds back what hashes within a transaction. */
    addGate: Gate;
  };

/** Answers with tokens are kept by nobody on the way. */
const headers = { 'Cache-Control': 'no-store' };

export function sessionRoutes(deps: SessionRouteDeps): Route[] {
  return [
    // Login and refresh take no Idempotency-Key: a stored answer would be a stored token.
    readRoute(
      {
        method: 'post',
        path: '/auth/login',
        summary: 'Log in',
        access: 'public',
        body: loginRequest,
        answers: { 200: loginResponse },
        problems: ['invalid_credentials', 'rate_limited'],
      },
      async (request) => {
        const login = { ...request.body, origin: originOf(request) };
        return { status: 200, headers, body: await logIn(login, deps) };
      },
    ),
    readRoute(
      {
        method: 'post',
        path: '/auth/refresh',
        summary: 'Exchange a refresh token, which is good for one use, for new tokens',
        access: 'public',
        body: refreshRequest,
        answers: { 200: sessionResponse },
        problems: ['unauthenticated', 'token_expired', 'token_revoked', 'refresh_token_reused'],
      },
      async (request) => ({
        status: 200,
        headers,
        body: await refreshSession({ ...request.body, origin: originOf(request) }, deps),
      }),
    ),
    readRoute(
      {
        method: 'post',
        path: '/auth/logout',
        summary: 'End this session: its tokens are refused everywhere within a second',
        access: 'authenticated',
        answers: { 204: null },
      },
      async (request) => {
        const ended = {
          ...request.caller,
          reason: 'logout',
          origin: callerOrigin(request),
        } as const;
        await deps.db.transaction(async (tx) => endSessions(tx, ended));
        return { status: 204 };
      },
    ),
    ...accountRoutes(deps),
  ];
}

function accountRoutes(deps: SessionRouteDeps): Route[] {
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
