/** Protects: the operator gets in by the secret that the settings have now, by no other, and not when there is none. */
import assert from 'node:assert/strict';
import { operatorMachineId } from '@balcao/contracts/api/machines.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { createTestDatabase, type TestDatabase } from '@balcao/kit/testing/database.ts';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openShop } from './shop.ts';

const first = 'the first secret of the operator'.replaceAll(' ', '-');
const second = 'another secret of the operator'.replaceAll(' ', '-').padEnd(40, '!');

describe('the machine account of the settings', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  /** Starts auth on the same database with these secrets, and answers who gets in. */
  async function whoGetsIn(secret: string | undefined): Promise<string[]> {
    const env = { DATABASE_URL: database.url };
    const shop = await openShop(
      secret === undefined ? env : { ...env, AUTH_OPERATOR_SECRET: secret },
    );
    try {
      const entered = [];
      for (const clientSecret of [first, second]) {
        const body = { clientId: operatorMachineId, clientSecret };
        const { status } = await shop.api.post('/auth/token', body);
        if (status === 200) entered.push(clientSecret);
      }
      return entered;
    } finally {
      await shop.stop();
    }
  }

  it('is made once, follows its secret, and loses it with the setting', async () => {
    assert.deepEqual(await whoGetsIn(undefined), []);
    assert.deepEqual(await whoGetsIn(first), [first]);
    assert.deepEqual(await whoGetsIn(first), [first]);
    assert.deepEqual(await whoGetsIn(second), [second]);
    assert.deepEqual(await whoGetsIn(undefined), []);
    assert.deepEqual(await whoGetsIn(first), [first]);
  });

  it('is a machine, whose token does what a machine may', async () => {
    const shop = await openShop({ DATABASE_URL: database.url, AUTH_OPERATOR_SECRET: first });
    try {
      const body = { clientId: operatorMachineId, clientSecret: first };
      const { body: token } = await shop.api.post('/auth/token', body);
      const me = await createApiClient(shop.url, token.accessToken).get('/auth/me');
      assert.deepEqual([me.body.role, me.body.name, me.body.active], ['machine', 'Operator', true]);
    } finally {
      await shop.stop();
    }
  });
});
