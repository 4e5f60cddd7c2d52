/** The API of sessions that are alive: everybody's own, and everyone's for admins. */
import { sessionPage, userSessionParams } from '@balcao/contracts/api/auth.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { callerOrigin } from './origin.ts';
import { listSessions, listSessionsOf, revokeSession, revokeSessions } from './session-list.ts';

export function sessionListRoutes(db: Database): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/auth/sessions',
        summary: 'List the own sessions that are alive, the newest first',
        access: 'authenticated',
        query: pageQuery,
        answers: { 200: sessionPage },
      },
      async ({ caller: { userId, sessionId: currentId }, query }) => ({
        status: 200,
        body: await listSessions(db, { userId, currentId }, query),
      }),
    ),
    writeRoute(
      {
        method: 'delete',
        path: '/auth/sessions',
        summary: 'End all own sessions but this one',
        access: 'authenticated',
        answers: { 204: null },
      },
      async (tx, request) => {
        const { userId, sessionId: exceptId } = request.caller;
        await revokeSessions(tx, { userId, exceptId, origin: callerOrigin(request) });
        return { status: 204 };
      },
    ),
    writeRoute(
      {
        method: 'delete',
        path: '/auth/sessions/:id',
        summary: 'End an own session: its tokens are refused everywhere within a second',
        access: 'authenticated',
        params: idParams,
        answers: { 204: null },
        problems: ['not_found'],
      },
      async (tx, request) => {
        const { caller, params } = request;
        const named = { userId: caller.userId, sessionId: params.id };
        await revokeSession(tx, { ...named, origin: callerOrigin(request) });
        return { status: 204 };
      },
    ),
    ...adminRoutes(db),
  ];
}

const access = 'users:manage';

function adminRoutes(db: Database): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/users/:id/sessions',
        summary: "List a user's sessions that are alive, the newest first",
        access,
        params: idParams,
        query: pageQuery,
        answers: { 200: sessionPage },
        problems: ['not_found'],
      },
      async ({ params: { id: userId }, caller: { sessionId: currentId }, query }) => ({
        status: 200,
        body: await listSessionsOf(db, { userId, currentId }, query),
      }),
    ),
    writeRoute(
      {
        method: 'delete',
        path: '/users/:id/sessions',
        summary: 'End all sessions of a user, who may log in again',
        access,
        params: idParams,
        answers: { 204: null },
        problems: ['not_found'],
      },
      async (tx, request) => {
        await revokeSessions(tx, { userId: request.params.id, origin: callerOrigin(request) });
        return { status: 204 };
      },
    ),
    writeRoute(
      {
        method: 'delete',
        path: '/users/:id/sessions/:sessionId',
        summary: 'End one session of a user, who may log in again',
        access,
        params: userSessionParams,
        answers: { 204: null },
        problems: ['not_found'],
      },
      async (tx, request) => {
        const { id: userId, sessionId } = request.params;
        await revokeSession(tx, { userId, sessionId, origin: callerOrigin(request) });
        return { status: 204 };
      },
    ),
  ];
}
