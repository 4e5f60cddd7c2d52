/** Protects: an error that is nobody's failure costs nobody an attempt, and a crash gives nobody a further one. */
import assert from 'node:assert/strict';
import { readConfig } from '@balcao/kit/config.ts';
import { createGate } from '@balcao/kit/gate.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createLoginGuard, type GuardedAttempt, type LoginGuard } from '../src/login-guard.ts';
import { ownOrigin } from '../src/origin.ts';
import { settings } from '../src/service.ts';
import { openShop, type Shop } from './shop.ts';

describe('the guard of logins', () => {
  let shop: Shop;
  let guard: LoginGuard;
  beforeEach(async () => {
    shop = await openShop();
    guard = createLoginGuard({
      config: readConfig(settings, { DATABASE_URL: shop.databaseUrl, AUTH_LOGIN_ATTEMPTS: '2' }),
      db: shop.db,
      gate: createGate({
        concurrency: 4,
        maxWaiting: 10,
        refusal: { message: 'Too many wait.', pt: 'Muitos esperam.' },
      }),
      metrics: { logins: { inc: () => undefined }, lockouts: { inc: () => undefined } },
    });
  });
  afterEach(() => shop.stop());

  const attempt = (steps: Partial<GuardedAttempt<string>>) =>
    guard.attempt({
      email: 'ana@loja.br',
      client: '198.51.100.1',
      userId: undefined,
      provenBy: null,
      isKnownNetwork: false,
      purpose: 'login',
      origin: ownOrigin,
      check: async () => null,
      proceed: async () => 'in',
      ...steps,
    });
  const fail = () => attempt({ check: async () => 'password' });
  const broken = async () => {
    throw new Error('broken');
  };
  const counts = async () => {
    const rows = await shop.db.query<{ failures: number; pending: number }>(
      'SELECT failures, pending FROM login_budget ORDER BY allowed',
    );
    return rows.map(({ failures, pending }) => [failures, pending]);
  };

  it('gives the place back when checking or proceeding breaks', async () => {
    await assert.rejects(fail(), { code: 'invalid_credentials' });
    for (const steps of [{ check: broken }, { proceed: broken }, { check: broken }]) {
      await assert.rejects(attempt(steps), /broken/);
    }
    const [own, network] = await counts();
    assert.deepEqual(
      [own, network],
      [
        [1, 0],
        [1, 0],
      ],
    );
    assert.equal(await attempt({}), 'in');
    assert.deepEqual(await counts(), [
      [0, 0],
      [1, 0],
    ]);
  });

  it('changes nothing of what proceeding did when that breaks', async () => {
    const proceed = async (tx: Parameters<GuardedAttempt<string>['proceed']>[0]) => {
      await tx.query(`INSERT INTO security_event (type) VALUES ('login.succeeded')`);
      return broken();
    };
    await assert.rejects(attempt({ proceed }), /broken/);
    const rows = await shop.db.query(`SELECT FROM security_event WHERE type = 'login.succeeded'`);
    assert.deepEqual(rows, []);
  });

  it('keeps the place of an attempt that never ended, until the window does', async () => {
    await assert.rejects(fail(), { code: 'invalid_credentials' });
    // What a process that was killed in between leaves behind.
    await shop.db.query('UPDATE login_budget SET pending = 1 WHERE allowed = 2');
    await assert.rejects(attempt({}), { code: 'rate_limited' });
    await shop.db.query('UPDATE login_budget SET ends_at = now()');
    assert.equal(await attempt({}), 'in');
  });
});
