/** Two shops on one machine, one process per service: neither ever answers for the other, whoever is away. */
import assert from 'node:assert/strict';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { logIn } from '../harness/counter.ts';
import { findServices } from '../harness/mortal-shop.ts';
import { removeDataDir, type ShopProcess, startShopProcess } from '../harness/shop-process.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';
import type { TestServer } from '../servers/server.ts';

const names = ['Picanha', 'Alcatra'];

describe('two shops that are opened at the same time', function () {
  this.timeout(180_000);
  let rabbitmq: TestServer | undefined;
  let shops: ShopProcess[] = [];

  before(async function () {
    serverUrl(this, 'TEST_AMQP_URL');
    rabbitmq = await startRabbitmq();
    const args = ['--processes', '--target', 'auth,product'];
    const env = { DATABASE_URL: '', AMQP_URL: rabbitmq.url, REDIS_URL: '' };
    shops = await Promise.all(names.map(() => startShopProcess({ args, env })));
  });

  after(async () => {
    await Promise.all(shops.map((shop) => shop.stop()));
    await rabbitmq?.stop();
    await Promise.all(shops.map(({ dataDir }) => removeDataDir(dataDir)));
  });

  it('have their own products each, also after the services of both were killed', async () => {
    const callers = await Promise.all(
      shops.map(async ({ url }) => createApiClient(url, await logIn(url))),
    );
    for (const [index, caller] of callers.entries()) {
      const name = names[index];
      const product = { sku: 'CUT', name, unit: 'kg', priceMinor: 1000, costMinor: 500 };
      assert.equal((await caller.post('/products', product)).status, 201);
    }
    const eachHasItsOwn = async () => {
      const lists = await Promise.all(callers.map((caller) => caller.get('/products')));
      assert.deepEqual(
        lists.map(({ body }) => body.items?.map(({ name }: { name: string }) => name)),
        names.map((name) => [name]),
      );
    };
    await eachHasItsOwn();
    for (const { pid } of shops.flatMap((shop) => findServices(shop))) process.kill(pid, 'SIGKILL');
    await eventually(eachHasItsOwn, 60_000);
  });
});
