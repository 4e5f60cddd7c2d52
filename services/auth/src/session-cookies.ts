/** A browser's tokens as cookies that no script can read and no other site can make it send. */
import type { RawRequest } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';

type Request = Pick<RawRequest, 'header' | 'isSecure'>;

/**
 * The device token is of use to logins only. Cookies know no ports: what other programs on this host set is read as
 * any other token that is not ours.
 */
const kinds = {
  refresh: { name: 'balcao-refresh', path: '/api/v1/auth' },
  device: { name: 'balcao-device', path: '/api/v1/auth/login' },
} as const;

type Kind = keyof typeof kinds;

/** The `Set-Cookie` header of a token, for as long as it is of use; the browser forgets one of no seconds at once. */
export function sessionCookie(
  request: Request,
  { kind, token, seconds }: { kind: Kind; token: string; seconds: number },
): string {
  const limits = [`Path=${kinds[kind].path}`, `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Strict'];
  if (request.isSecure) limits.push('Secure');
  return [`${nameOf(request, kind)}=${token}`, ...limits].join('; ');
}

/**
 * The token of a cookie. Throws `unsupported_media_type` where it comes with anything but JSON: a page elsewhere can
 * send forms and plain text without asking, and JSON never.
 */
export function readSessionCookie(request: Request, kind: Kind): string | undefined {
  const cookies = (request.header('cookie') ?? '').split(/; */).map((cookie) => cookie.split('='));
  const token = cookies.find(([name]) => name === nameOf(request, kind))?.[1];
  if (token === undefined || token === '') return undefined;
  if (!/^application\/json\b/i.test(request.header('content-type') ?? '')) {
    throw new Problem('unsupported_media_type', 'With a cookie, send the body as JSON: {}.');
  }
  return token;
}

/** The prefix keeps whoever tampers with plain http from planting a cookie for https (RFC 6265bis, section 4.1.3). */
const nameOf = ({ isSecure }: Request, kind: Kind) =>
  isSecure ? `__Secure-${kinds[kind].name}` : kinds[kind].name;
