/** Only a token that auth signed, that has not expired, and whose session goes on lets anybody in. */
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { ProblemCode } from '@balcao/contracts/problems.ts';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import { Problem } from './problem.ts';
import { silentLog } from './testing/kit-database.ts';
import { createTestTokens } from './testing/tokens.ts';
import { createTokenVerifier, tokenAudience, tokenIssuer } from './tokens.ts';

const hasCode = (code: ProblemCode) => (error: unknown) =>
  error instanceof Problem && error.code === code;
const jwk = z.object({
  kid: z.string(),
  kty: z.string(),
  crv: z.string(),
  x: z.string(),
  y: z.string(),
});
const jwks = z.object({ keys: z.array(jwk) });
const claims = () => ({ sub: randomUUID(), sid: randomUUID(), role: 'seller' });
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an access token', () => {
  const tokens = createTestTokens();
  const verifier = createTokenVerifier(tokens.source, silentLog);
  const isRefused = (token: string, code: ProblemCode = 'unauthenticated') =>
    assert.rejects(verifier.verify(token), hasCode(code));

  before(() => verifier.refresh());

  it('tells who calls', async () => {
    const { sub, sid, role } = claims();
    const token = tokens.sign({ sub, sid, role });
    const caller = { userId: sub, sessionId: sid, role };
    assert.deepEqual(await verifier.verify(token), caller);
    assert.deepEqual(await verifier.verify(token), caller);
  });

  it('is refused without a signature (alg none)', async () => {
    const { keys } = await readJwks();
    for (const alg of ['none', 'None', 'NONE']) {
      const header = part({ alg, typ: 'JWT', kid: keys[0]?.kid });
      const body = part({ ...claims(), iss: tokenIssuer, aud: tokenAudience, exp: Date.now() });
      await isRefused(`${header}.${body}.`);
    }
  });

  it('is refused when the public key was used as a shared secret (HS256)', async () => {
    const { keys } = await readJwks();
    const [key] = keys;
    assert.ok(key);
    const pem = createPublicKey({ key, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    const header = part({ alg: 'HS256', typ: 'JWT', kid: key.kid });
    const body = part({
      ...claims(),
      iss: tokenIssuer,
      aud: tokenAudience,
      exp: Math.floor(Date.now() / 1000) + 900,
    });
    const signature = createHmac('sha256', pem).update(`${header}.${body}`).digest('base64url');
    await isRefused(`${header}.${body}.${signature}`);
  });

  it('is refused when another key signed it under a known name', async () => {
    const { keys } = await readJwks();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const options = {
      algorithm: 'ES256',
      keyid: keys[0]?.kid ?? '',
      issuer: tokenIssuer,
      audience: tokenAudience,
    } as const;
    const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
    await isRefused(jsonwebtoken.sign(claims(), pem, { ...options, expiresIn: 900 }));
  });

  it('is refused when one character of it was changed', async () => {
    const token = tokens.tokenFor('seller');
    const [header, body, signature] = token.split('.');
    const forged = Buffer.from(body ?? '', 'base64url')
      .toString()
      .replace('seller', 'admin');
    await isRefused(`${header}.${Buffer.from(forged).toString('base64url')}.${signature}`);
  });

  it('is refused for another issuer or audience, or with claims that are not ours', async () => {
    await isRefused(tokens.sign(claims(), { issuer: 'somebody' }));
    await isRefused(tokens.sign(claims(), { audience: 'elsewhere' }));
    await isRefused(tokens.sign({ ...claims(), role: 'owner' }));
    await isRefused(tokens.sign({ sub: randomUUID(), role: 'admin' }));
    for (const nonsense of ['', 'a', 'a.b', 'a.b.c', '..']) await isRefused(nonsense);
  });

  it('is refused once it has expired, though it was verified before', async () => {
    await isRefused(tokens.sign(claims(), { expiresIn: -1 }), 'token_expired');
    const exp = Date.now() / 1000 + 900;
    const token = tokens.sign(claims(), { expiresIn: 900 });
    await verifier.verify(token);
    const { now } = Date;
    Date.now = () => (exp + 1) * 1000;
    try {
      await isRefused(token, 'token_expired');
    } finally {
      Date.now = now;
    }
  });

  it('is refused from the moment that its session is on the revocation list', async () => {
    const { sid, ...rest } = claims();
    const token = tokens.sign({ sid, ...rest });
    await verifier.verify(token);
    tokens.revoke(sid);
    await verifier.refresh();
    await isRefused(token, 'token_revoked');
    await verifier.verify(tokens.tokenFor('seller'));
  });

  async function readJwks() {
    return jwks.parse(await tokens.source.readKeys());
  }
});

describe('the keys of access tokens', () => {
  it('are read again for an unknown key, so that a rotation logs nobody out', async () => {
    const [old, next] = [createTestTokens(), createTestTokens()];
    let current = old;
    const verifier = createTokenVerifier(
      { readKeys: () => current.source.readKeys(), readRevocations: old.source.readRevocations },
      silentLog,
    );
    await verifier.verify(old.tokenFor('seller'));
    current = next;
    const { now } = Date;
    const later = now() + 2_000;
    Date.now = () => later;
    try {
      await verifier.verify(next.tokenFor('seller'));
    } finally {
      Date.now = now;
    }
  });

  it('are not read for each of many forged tokens', async () => {
    const ours = createTestTokens();
    let reads = 0;
    const readKeys = () => {
      reads += 1;
      return ours.source.readKeys();
    };
    const verifier = createTokenVerifier({ ...ours.source, readKeys }, silentLog);
    const forger = createTestTokens();
    const attempts = Array.from({ length: 50 }, () => verifier.verify(forger.tokenFor('admin')));
    const results = await Promise.allSettled(attempts);
    assert.ok(results.every(({ status }) => status === 'rejected'));
    assert.equal(reads, 1);
  });

  it('may be away: what cannot be checked is answered 503, and known keys go on working', async () => {
    const ours = createTestTokens();
    let isAway = true;
    const away = () => Promise.reject(new Error('connect ECONNREFUSED auth.internal'));
    const verifier = createTokenVerifier(
      {
        readKeys: () => (isAway ? away() : ours.source.readKeys()),
        readRevocations: () => (isAway ? away() : ours.source.readRevocations()),
      },
      silentLog,
    );
    const isUnavailable = (error: unknown) =>
      hasCode('unavailable')(error) &&
      error instanceof Problem &&
      !error.message.includes('auth.internal');
    await assert.rejects(verifier.verify(ours.tokenFor('seller')), isUnavailable);
    assert.equal(verifier.isReady(), false);
    isAway = false;
    await verifier.refresh();
    assert.equal(verifier.isReady(), true);
    isAway = true;
    await assert.rejects(verifier.refresh());
    await verifier.verify(ours.tokenFor('seller'));
  });
});
