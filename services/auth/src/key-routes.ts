/** What verifiers read, keys and revoked sessions, and the rotation of keys. */
import {
  jwksResponse,
  revocationsResponse,
  rotateKeysResponse,
} from '@balcao/contracts/api/auth.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { readJwks } from './key-store.ts';
import { callerOrigin } from './origin.ts';
import { rotateKeys } from './rotate-keys.ts';
import { readRevocations } from './session-store.ts';

/** A copy that somebody kept would let ended sessions in. */
const headers = { 'Cache-Control': 'no-store' };

export function keyRoutes(db: Database): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/auth/jwks.json',
        summary: 'Read the public keys of access tokens (RFC 7517)',
        access: 'public',
        answers: { 200: jwksResponse },
      },
      async () => ({ status: 200, headers, body: await readJwks(db) }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/auth/revocations',
        summary: 'Read which sessions have ended while an access token of theirs may be alive',
        access: 'public',
        answers: { 200: revocationsResponse },
      },
      async () => ({ status: 200, headers, body: await readRevocations(db) }),
    ),
    writeRoute(
      {
        method: 'post',
        path: '/auth/keys/rotate',
        summary: 'Replace the key that signs access tokens; nobody is logged out',
        access: 'keys:manage',
        answers: { 201: rotateKeysResponse },
      },
      async (tx, request) => ({
        status: 201,
        body: await rotateKeys(tx, callerOrigin(request)),
      }),
    ),
  ];
}
