/** Protects: an unknown e-mail, a wrong password and a disabled user cost the same work, so that time tells nothing. */
import assert from 'node:assert/strict';
import { readConfig } from '@balcao/kit/config.ts';
import type { Database } from '@balcao/kit/db.ts';
import { createGate } from '@balcao/kit/gate.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type LogInDeps, logIn } from '../src/log-in.ts';
import { createLoginGuard } from '../src/login-guard.ts';
import { ownOrigin } from '../src/origin.ts';
import { deriveTag } from '../src/password-hash.ts';
import { createPasswordHasher } from '../src/password-hasher.ts';
import { settings } from '../src/service.ts';
import { createTokenIssuer } from '../src/token-issuer.ts';
import { createTurns } from '../src/turns.ts';
import { openShop, type Person, password, type Shop } from './shop.ts';

describe('the work of a login', () => {
  let shop: Shop;
  let admin: Person;
  beforeEach(async () => {
    shop = await openShop();
    admin = await shop.openWithAdmin();
  });
  afterEach(() => shop.stop());

  /** Parts that write down every hash and every statement. */
  function recording(work: unknown[]): LogInDeps {
    const config = readConfig(settings, { DATABASE_URL: shop.databaseUrl });
    const db: Database = {
      ...shop.db,
      query: (text, values) => {
        work.push(text);
        return shop.db.query(text, values);
      },
      transaction: (run) =>
        shop.db.transaction((tx) =>
          run({
            ...tx,
            query: (text, values) => {
              work.push(text);
              return tx.query(text, values);
            },
            send: (text, values) => {
              work.push(text);
              tx.send(text, values);
            },
          }),
        ),
    };
    const hasher = createPasswordHasher({ memoryKib: 19_456, passes: 2 }, (secret, shape) => {
      const { salt, ...cost } = shape;
      work.push({ ...cost, saltBytes: salt.length });
      return deriveTag(secret, shape);
    });
    const guard = createLoginGuard({
      config,
      db,
      gate: createGate({
        concurrency: 1,
        maxWaiting: 1,
        refusal: { message: 'Too many wait.', pt: 'Muitos esperam.' },
      }),
      metrics: { logins: { inc: () => undefined }, lockouts: { inc: () => undefined } },
    });
    const rehasher = { consider: () => undefined, drained: async () => undefined };
    const turns = createTurns({ maxWaiting: 1 });
    return { db, guard, hasher, rehasher, turns, issuer: createTokenIssuer(config) };
  }

  async function workOf(email: string, secret: string): Promise<unknown[]> {
    const work: unknown[] = [];
    const origin = { ...ownOrigin, client: '198.51.100.7' };
    const login = logIn({ email, password: secret, origin }, recording(work));
    await assert.rejects(login, { code: 'invalid_credentials' });
    return work;
  }

  it('is the same for an unknown e-mail, a wrong password and a disabled user', async () => {
    const ana = await shop.hire(admin, 'seller');
    await admin.api.delete(`/users/${ana.id}`);
    const wrong = await workOf(admin.email, 'wrong');
    const hash = { memoryKib: 19_456, passes: 2, lanes: 1, tagBytes: 32, saltBytes: 16 };
    assert.deepEqual(
      wrong.filter((step) => typeof step === 'object'),
      [hash],
      'one hash, with the work that is set',
    );
    assert.deepEqual(await workOf('nobody@loja.br', 'wrong'), wrong);
    assert.deepEqual(await workOf('nobody@loja.br', password), wrong);
    assert.deepEqual(await workOf(ana.email, password), wrong, 'even with the right password');
  });

  it('is none at all when a budget is used up', async () => {
    const work: unknown[] = [];
    const deps = recording(work);
    const login = () =>
      logIn(
        { email: 'nobody@loja.br', password, origin: { ...ownOrigin, client: '198.51.100.8' } },
        deps,
      );
    for (let time = 0; time < 10; time += 1) {
      await assert.rejects(login(), { code: 'invalid_credentials' });
    }
    work.length = 0;
    await assert.rejects(login(), { code: 'rate_limited' });
    assert.deepEqual(
      work.filter((step) => typeof step === 'object'),
      [],
    );
  });
});
