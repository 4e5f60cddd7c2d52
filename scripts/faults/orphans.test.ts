/** Protects: a shop that is killed leaves no service behind, which would work on with the code and the settings of then. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { findServices } from '../harness/mortal-shop.ts';
import { commandOf } from '../harness/processes.ts';
import { removeDataDir, startShopProcess } from '../harness/shop-process.ts';

const endWithinMs = 60_000;

describe('a shop of one process per service that is killed', function () {
  this.timeout(120_000);

  it('has its services drain and end', async function () {
    const env = { DATABASE_URL: '', AMQP_URL: serverUrl(this, 'TEST_AMQP_URL'), REDIS_URL: '' };
    const shop = await startShopProcess({ args: ['--processes', '--target', 'auth,product'], env });
    const services = findServices(shop);
    try {
      assert.deepEqual(services.map(({ name }) => name).sort(), ['auth', 'product']);
      shop.kill('SIGKILL');
      await shop.ended;
      const running = () => services.filter(({ pid }) => commandOf(pid) !== '');
      await eventually(() => assert.deepEqual(running(), []), endWithinMs);
    } finally {
      shop.kill('SIGKILL');
      await removeDataDir(shop.dataDir);
    }
  });
});
