/** Who is logged in. The access token lives in memory only; the refresh token is a cookie that no script can read. */
import type { User } from '@balcao/contracts/api/users.ts';
import { ApiProblem, problemOf } from '../api/api-problem.ts';
import { fetchWithin } from '../api/fetch-within.ts';
import { createStore } from '../store.ts';

export type Session =
  /** Before the first answer: nobody knows whether the cookie is still good. */
  | { status: 'unknown'; user: null }
  | { status: 'signed-out'; user: null }
  | { status: 'signed-in'; user: User }
  /** Who was here last, while the shop does not answer: what is sold is kept until it says that they still may. */
  | { status: 'unconfirmed'; user: User }
  /** It ended while somebody worked: the screen stays, and asks for the password again. */
  | { status: 'expired'; user: User };

interface SessionAnswer {
  accessToken: string;
  expiresInSeconds: number;
  user: User;
}

export const session = createStore<Session>({ status: 'unknown', user: null });

/** Whether somebody works here, be it that the shop has not said yet that they may. */
export const isAtWork = ({ status }: Session): boolean =>
  status === 'signed-in' || status === 'unconfirmed';

let token: { text: string; renewAt: number } | null = null;
let renewal: Promise<string | null> | null = null;
const leavingMark = 'balcao.leaving';
/** Renewed before it ends, so that no request has to fail first. */
const renewBeforeMs = 60_000;

/** Throws ApiProblem: `invalid_credentials`, `rate_limited`, `offline`, … */
export async function logIn(email: string, password: string): Promise<User> {
  await leaveFirst();
  return accept(await post('login', { email, password, session: 'cookie' })).user;
}

/** Without an answer the cookie stays, which no script can take away: it is left before it is used again. */
export async function logOut(): Promise<void> {
  token = null;
  session.set({ status: 'signed-out', user: null });
  try {
    localStorage.setItem(leavingMark, 'yes');
  } catch {
    // Nothing is stored here: the session is left now, or when its time is over.
  }
  await leave().catch(() => undefined);
}

/** Ends the session of whoever logged out without an answer, so that the next person is not taken for them. */
async function leaveFirst(): Promise<void> {
  if (isLeaving()) await leave();
}

function isLeaving(): boolean {
  try {
    return localStorage.getItem(leavingMark) !== null;
  } catch {
    // Where nothing may be stored there is no mark.
    return false;
  }
}

async function leave(): Promise<void> {
  // By the cookie, which outlives every access token.
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: '{}' };
  const response = await fetchWithin(new Request(addressOf('logout'), init));
  // Whoever is too busy or refuses has not ended it; what has ended is 401.
  if (!response.ok && response.status !== 401) {
    throw problemOf(await response.json().catch(() => null), response);
  }
  if (isLeaving()) localStorage.removeItem(leavingMark);
}

/** The token for a request that is about to be made; null where nobody is logged in. */
export async function accessTokenFor(signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted();
  if (!isAtWork(session.get())) return null;
  if (token !== null && Date.now() < token.renewAt) return token.text;
  return renewSession();
}

/** A new token by the cookie, once for all who ask at the same time; null where the session has ended. */
export function renewSession(): Promise<string | null> {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renew(): Promise<string | null> {
  try {
    await leaveFirst();
    return accept(await post('refresh', {})).accessToken;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error;
    token = null;
    const { user } = session.get();
    session.set(user === null ? { status: 'signed-out', user } : { status: 'expired', user });
    return null;
  }
}

function accept(answer: SessionAnswer): SessionAnswer {
  const lifeMs = answer.expiresInSeconds * 1000;
  token = { text: answer.accessToken, renewAt: Date.now() + lifeMs - renewBeforeMs };
  session.set({ status: 'signed-in', user: answer.user });
  return answer;
}

// Not by the client of `api`, which asks this file for its token.
async function post(path: string, body: object): Promise<SessionAnswer> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetchWithin(new Request(addressOf(path), init));
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok || !isAnswer(json)) throw problemOf(json, response);
  return json;
}

const isAnswer = (json: unknown): json is SessionAnswer =>
  typeof json === 'object' && json !== null && 'accessToken' in json && 'user' in json;

const addressOf = (path: string) => new URL(`/api/v1/auth/${path}`, location.origin);
