/** Protects: only tokens that auth signed and has not taken back are let in, and a new key logs nobody out. */
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { type AccessTokenOptions, signAccessToken } from '@balcao/kit/access-tokens.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createTokenVerifier, httpTokenSource } from '@balcao/kit/tokens.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { forgetKeys, readSigningKey } from '../src/key-store.ts';
import { rotateOldKeys } from '../src/rotate-keys.ts';
import { kidOf, openShop, type Person, type Shop } from './shop.ts';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  let shop: Shop;
  let admin: Person;
  let ours: { kid: string; key: KeyObject };
  beforeEach(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
    const { kid, privatePkcs8 } = await readSigningKey(shop.db);
    ours = { kid, key: createPrivateKey(privatePkcs8) };
  });
  afterEach(() => shop.stop());

  const sign = (options: Partial<AccessTokenOptions> = {}) =>
    signAccessToken({
      privateKey: ours.key,
      kid: ours.kid,
      claims: { sub: admin.id, sid: randomUUID(), role: 'admin' },
      expiresInSeconds: 900,
      ...options,
    });

  async function codeFor(token: string): Promise<string> {
    const { status, body, headers } = await createApiClient(shop.url, token).get('/users');
    if (status === 401) assert.equal(headers.get('www-authenticate'), 'Bearer');
    return status === 200 ? 'welcome' : `${status} ${body.code}`;
  }

  const jwksKids = async () => {
    const { body } = await shop.api.get('/auth/jwks.json');
    return body.keys.map(({ kid }: { kid: string }) => kid);
  };
  const skipTheWait = () =>
    shop.db.query('UPDATE signing_key SET active_from = least(active_from, now())');

  it('are let in when they are ours', async () => {
    assert.equal(await codeFor(sign()), 'welcome');
  });

  it('are refused without a signature, by another key, altered or expired', async () => {
    const claims = {
      sub: admin.id,
      sid: randomUUID(),
      role: 'admin',
      iss: 'balcao',
      aud: 'balcao-api',
      exp: 9e9,
    };
    const none = `${encode({ alg: 'none', typ: 'JWT', kid: ours.kid })}.${encode(claims)}.`;
    assert.equal(await codeFor(none), '401 unauthenticated');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    assert.equal(await codeFor(sign({ privateKey })), '401 unauthenticated');
    assert.equal(await codeFor(sign({ privateKey, kid: 'another' })), '401 unauthenticated');
    const [header, , signature] = sign().split('.');
    assert.equal(await codeFor(`${header}.${encode(claims)}.${signature}`), '401 unauthenticated');
    assert.equal(await codeFor(sign({ expiresInSeconds: -1 })), '401 token_expired');
    assert.equal(await codeFor('not.a.token'), '401 unauthenticated');
  });

  it('are asked for', async () => {
    const { status, body } = await shop.api.get('/users');
    assert.deepEqual([status, body.code], [401, 'unauthenticated']);
    const basic = await shop.api.get('/users', { authorization: 'Basic YTpi' });
    assert.equal(basic.body.code, 'unauthenticated');
  });

  it('live as long as the settings say', async () => {
    const brief = await openShop({ AUTH_ACCESS_TOKEN_SECONDS: '120' });
    const { accessToken } = await brief.openWithAdmin();
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
    assert.equal(claims.exp - claims.iat, 120);
    assert.deepEqual(Object.keys(claims).sort(), [
      'aud',
      'exp',
      'iat',
      'iss',
      'role',
      'sid',
      'sub',
    ]);
    await brief.stop();
  });

  it('outlive the key that signed them', async () => {
    const elsewhere = createTokenVerifier(
      httpTokenSource(shop.url),
      createLogger({ level: 'silent' }),
    );
    await elsewhere.refresh();
    const rotated = await admin.api.post('/auth/keys/rotate');
    assert.equal(rotated.status, 201);
    const { kid, createdAt, activeFrom } = rotated.body;
    assert.equal(Date.parse(activeFrom) - Date.parse(createdAt), 5_000);
    assert.deepEqual(await jwksKids(), [kid, ours.kid], 'it is published at once');
    const between = await shop.logIn(admin.email);
    assert.equal(
      kidOf(between.accessToken),
      ours.kid,
      'it does not sign before others can know it',
    );

    await skipTheWait();
    const next = await shop.logIn(admin.email);
    assert.equal(kidOf(next.accessToken), kid);
    // Verifiers read unknown keys once a second at most; in real time five seconds lie in between.
    await eventually(async () => {
      for (const { accessToken } of [admin, between, next]) {
        assert.equal(await codeFor(accessToken), 'welcome');
        assert.equal((await elsewhere.verify(accessToken)).userId, admin.id);
      }
    });
    const refreshed = await shop.api.post('/auth/refresh', { refreshToken: admin.refreshToken });
    assert.equal(kidOf(refreshed.body.accessToken), kid);
  });

  it('log nobody out while keys are replaced again and again, by several at once, during logins', async () => {
    const tokens = [admin.accessToken];
    let { refreshToken } = admin;
    for (let round = 0; round < 4; round += 1) {
      const rotations = [1, 2].map(() => admin.api.post('/auth/keys/rotate'));
      const logins = [1, 2, 3].map(() => shop.logIn(admin.email));
      const renewal = shop.api.post('/auth/refresh', { refreshToken });
      for (const { status } of await Promise.all(rotations)) assert.equal(status, 201);
      // Any verifier has read the keys before they sign: they are published five seconds ahead.
      const elsewhere = createTokenVerifier(
        httpTokenSource(shop.url),
        createLogger({ level: 'silent' }),
      );
      await elsewhere.refresh();
      await Promise.all([skipTheWait(), forgetKeys(shop.db), shop.logIn(admin.email)]);
      const { body } = await renewal;
      refreshToken = body.refreshToken;
      const people = await Promise.all([...logins, shop.logIn(admin.email)]);
      tokens.push(body.accessToken, ...people.map(({ accessToken }) => accessToken));
      for (const token of tokens) assert.equal((await elsewhere.verify(token)).userId, admin.id);
    }
    assert.equal((await jwksKids()).length, 9);
    assert.ok(new Set(tokens.map(kidOf)).size >= 4);
    await eventually(async () => {
      for (const token of tokens) assert.equal(await codeFor(token), 'welcome');
    });
  });

  it('lose their key from the JWKS only when all of them have expired', async () => {
    const { body } = await admin.api.post('/auth/keys/rotate');
    const [{ seconds } = { seconds: 0 }] = await shop.db.query<{ seconds: number }>(
      `SELECT extract(epoch FROM old.expires_at - new.active_from)::float8 AS seconds
       FROM signing_key old, signing_key new WHERE old.kid = $1 AND new.kid = $2`,
      [ours.kid, body.kid],
    );
    assert.ok(seconds >= 900);
    await shop.db.query('UPDATE signing_key SET expires_at = now() WHERE kid = $1', [ours.kid]);
    assert.deepEqual(await jwksKids(), [body.kid]);
  });

  it('get a new key by age, one even when many replicas see to it', async () => {
    await rotateOldKeys(shop.db, 30);
    assert.deepEqual(await jwksKids(), [ours.kid]);
    await shop.db.query(`UPDATE signing_key SET created_at = now() - interval '30 days'`);
    await Promise.all(Array.from({ length: 5 }, () => rotateOldKeys(shop.db, 30)));
    assert.equal((await jwksKids()).length, 2);
  });

  it('have keys that only admins replace, and of which only the public half is told', async () => {
    const seller = await shop.hire(admin, 'seller');
    const refused = await seller.api.post('/auth/keys/rotate');
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
    const { body } = await shop.api.get('/auth/jwks.json');
    assert.deepEqual(Object.keys(body.keys[0]).sort(), [
      'alg',
      'crv',
      'kid',
      'kty',
      'use',
      'x',
      'y',
    ]);
  });
});
