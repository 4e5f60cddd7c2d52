/** A restore that is killed at any moment leaves no half database in a place, and goes on when it is run again. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseSeed, createRandom } from '@balcao/kit/random.ts';
import { runProgram } from '@balcao/kit/testing/program.ts';
import { describeRows } from './describe-database.ts';
import { createTestShop, storageKinds, type TestShop } from './test-shop.ts';

const services = ['sales', 'product', 'notifier'];
const kills = 6;
const main = new URL('../src/main.ts', import.meta.url);

for (const kind of storageKinds)
  describe(`a restore that is killed, of ${kind}`, function () {
    this.timeout(180_000);
    let shop: TestShop;

    before(async () => {
      shop = await createTestShop(services, kind);
      for (const service of services)
        await shop.query(
          shop.name(service),
          `INSERT INTO outbox (id, type, subject, data)
         SELECT gen_random_uuid(), 'test', n::text, to_jsonb(repeat('x', 500)) FROM generate_series(1, 20000) n`,
        );
      assert.equal((await shop.run('dump')).code, 0);
    });
    after(() => shop.close());

    const start = () =>
      runProgram(main, {
        args: ['restore'],
        env: {
          DATABASE_URL: process.env.TEST_DATABASE_URL ?? '',
          ...shop.storage,
          BACKUP_DATABASES: shop.databases('other'),
          BACKUP_RESULT_FILE: `${shop.folder}/none`,
          RESTORE_ROLES: 'false',
          LOG_LEVEL: 'warn',
        },
      });

    /** How many of the places have a database: each that is there is whole. */
    async function countWhole(): Promise<number> {
      let whole = 0;
      for (const service of services) {
        const place = shop.name(service, 'other');
        const found = await shop.query('', `SELECT FROM pg_database WHERE datname = '${place}'`);
        if (found.length === 0) continue;
        const expected = await describeRows(shop, shop.name(service));
        assert.deepEqual(await describeRows(shop, place), expected, service);
        whole += 1;
      }
      return whole;
    }

    it('ends as if it had never been', async () => {
      const seed = chooseSeed(process.env);
      const random = createRandom(seed);
      for (let n = 0; n < kills; n += 1) {
        const program = start();
        // The moment is the test, not something that is waited for.
        await Promise.race([delay(200 + random() * 3_000), program.exit]);
        program.kill('SIGKILL');
        await program.exit;
        await countWhole();
      }
      const last = start();
      assert.equal(await last.exit, 0, `seed ${seed}: ${last.printed()}`);
      assert.equal(await countWhole(), services.length);
      assert.deepEqual(await shop.databasesEnding('_restoring'), []);
    });
  });
