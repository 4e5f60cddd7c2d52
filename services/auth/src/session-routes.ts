/** The API of sessions: logging in, renewing, logging out. */
import {
  cookieSessionResponse,
  type LoginResponse,
  loginRequest,
  loginResponse,
  logoutRequest,
  refreshRequest,
  type SessionResponse,
  sessionResponse,
} from '@balcao/contracts/api/auth.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type RawRequest, type Reply, type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { z } from 'zod';
import { type LogInDeps, logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { originOf } from './origin.ts';
import { type RefreshDeps, refreshSession } from './refresh-session.ts';
import { readSessionCookie, sessionCookie } from './session-cookies.ts';

export type SessionRouteDeps = LogInDeps & RefreshDeps & { db: Database; cookies: CookieLife };

/** How long a browser keeps its cookies. */
interface CookieLife {
  refreshSeconds: number;
  deviceSeconds: number;
}

/** Answers with tokens are kept by nobody on the way. */
const headers = { 'Cache-Control': 'no-store' };

// Login and refresh take no Idempotency-Key: a stored answer would be a stored token.
export function sessionRoutes(deps: SessionRouteDeps): Route[] {
  return [
    readRoute(
      {
        method: 'post',
        path: '/auth/login',
        summary: 'Log in',
        access: 'public',
        body: loginRequest,
        answers: { 200: z.union([loginResponse, cookieSessionResponse]) },
        problems: ['invalid_credentials', 'rate_limited'],
      },
      async (request) => {
        const { session, ...credentials } = request.body;
        const origin = originOf(request);
        if (session !== 'cookie') {
          return { status: 200, headers, body: await logIn({ ...credentials, origin }, deps) };
        }
        const deviceToken = credentials.deviceToken ?? readSessionCookie(request, 'device');
        const opened = await logIn({ ...credentials, deviceToken, origin }, deps);
        return withCookies(request, opened, deps.cookies);
      },
    ),
    readRoute(
      {
        method: 'post',
        path: '/auth/refresh',
        summary: 'Exchange a refresh token, which is good for one use, for new tokens',
        access: 'public',
        body: refreshRequest,
        answers: { 200: z.union([sessionResponse, cookieSessionResponse]) },
        problems: ['unauthenticated', 'token_expired', 'token_revoked', 'refresh_token_reused'],
      },
      async (request) => {
        const origin = originOf(request);
        const { refreshToken: field } = request.body;
        const refreshToken = field ?? readSessionCookie(request, 'refresh');
        if (refreshToken === undefined) {
          throw new Problem('unauthenticated', 'There is no refresh token. Log in.');
        }
        const isCookie = field === undefined;
        const session = await refreshSession({ refreshToken, isCookie, origin }, deps);
        if (!isCookie) return { status: 200, headers, body: session };
        return withCookies(request, session, deps.cookies);
      },
    ),
    logOutRoute(deps),
  ];
}

function logOutRoute({ db }: SessionRouteDeps): Route {
  return readRoute(
    {
      method: 'post',
      path: '/auth/logout',
      summary:
        "End the cookie's or the access token's session: its tokens are refused within a second",
      // Not only by an access token: who comes back to a till after an hour has none, and logs out all the same.
      access: 'public',
      body: logoutRequest,
      answers: { 204: null },
      problems: ['unauthenticated'],
    },
    async (request) => {
      const refreshToken = readSessionCookie(request, 'refresh');
      const leaving = { refreshToken, readCaller: () => request.caller, origin: originOf(request) };
      await db.transaction((tx) => logOut(tx, leaving));
      const cookies =
        refreshToken === undefined
          ? []
          : [sessionCookie(request, { kind: 'refresh', token: '', seconds: 0 })];
      return { status: 204, cookies };
    },
  );
}

/** What scripts may know in the body, and the rest in cookies. */
function withCookies(
  request: Pick<RawRequest, 'header' | 'isSecure'>,
  session: SessionResponse & Partial<LoginResponse>,
  { refreshSeconds, deviceSeconds }: CookieLife,
): Reply {
  const { refreshToken, deviceToken, ...body } = session;
  const cookies = [
    sessionCookie(request, { kind: 'refresh', token: refreshToken, seconds: refreshSeconds }),
  ];
  if (deviceToken !== undefined) {
    const device = { kind: 'device', token: deviceToken, seconds: deviceSeconds } as const;
    cookies.push(sessionCookie(request, device));
  }
  return { status: 200, headers, body, cookies };
}
