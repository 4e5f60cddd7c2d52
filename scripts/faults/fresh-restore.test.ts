/** Protects: a shop that was just installed takes a backup without force, and one that has begun to work does not. */
import assert from 'node:assert/strict';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { localServices } from '@balcao/local/services.ts';
import pg from 'pg';
import { runProgram } from '../../services/backup/src/run-program.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { openWholeShop } from '../harness/whole-shop.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';

const owner = { email: 'owner@shop.example', password: 'picanha na brasa' };
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Only a broker takes events before they are handled: what it took, the sender keeps for a while. */
for (const hasBroker of [false, true])
  describe(`a backup for a shop ${hasBroker ? 'with a broker ' : ''}that was just installed`, function () {
    this.timeout(120_000);
    let folder: string;
    let adminUrl: string;
    let admin: ApiClient;
    const stops: (() => Promise<unknown>)[] = [];

    before(async function () {
      if (hasBroker) serverUrl(this, 'TEST_AMQP_URL');
      folder = await makeDataDir();
      const dataDir = `${folder}/server`;
      const server = await startPostgres({ dataDir, log: () => undefined, settings });
      stops.push(server.stop);
      adminUrl = server.adminUrl;
      const shop = await openWholeShop({
        LOG_LEVEL: 'silent',
        DATABASE_URL: adminUrl,
        AUTH_ADMIN_EMAIL: owner.email,
        AUTH_ADMIN_PASSWORD: owner.password,
        AUTH_OPERATOR_SECRET: 'a-secret-of-the-operator-for-tests',
        ...(hasBroker ? { AMQP_URL: await openBroker() } : {}),
      });
      stops.push(shop.close);
      // The first admin has looked at it, and a machine may come in.
      const { body } = await createApiClient(shop.url).post('/auth/login', owner);
      admin = createApiClient(shop.url, body.accessToken);
      await untilTold(hasBroker ? 2 : 0);
      assert.equal((await run('dump')).code, 0);
    });
    after(async () => {
      for (const stop of stops.reverse()) await stop();
      if (folder !== undefined) await removeDataDir(folder);
    });

    async function openBroker(): Promise<string> {
      const broker = await startRabbitmq();
      stops.push(broker.stop);
      return broker.url;
    }

    /** That there are an admin and a machine, and so many of these events are kept. */
    async function untilTold(kept: number): Promise<void> {
      const url = new URL(adminUrl);
      url.pathname = '/balcao_auth';
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      try {
        await eventually(async () => {
          const { rows } = await client.query(
            `SELECT (SELECT count(*)::int FROM users) AS users,
                    (SELECT count(*)::int FROM outbox) AS unsent,
                    (SELECT count(*)::int FROM outbox_sent) AS sent`,
          );
          assert.deepEqual(rows, [{ users: 2, unsent: 0, sent: kept }]);
        }, 30_000);
      } finally {
        await client.end();
      }
    }

    async function run(verb: string): Promise<{ code: number; text: string }> {
      const said: string[] = [];
      const names = localServices.map(({ name }) => `${name}=balcao_${name}`);
      const env = {
        DATABASE_URL: adminUrl,
        BACKUP_FOLDER: `${folder}/backups`,
        BACKUP_DATABASES: names.join(','),
        BACKUP_RESULT_FILE: `${folder}/none`,
        RESTORE_ROLES: 'false',
        LOG_LEVEL: 'silent',
      };
      const print = (text: string) => void said.push(text);
      const code = await runProgram({ args: [verb], env, print, printError: print });
      return { code, text: said.join('\n') };
    }

    it('needs no force', async () => {
      const { code, text } = await run('check');
      assert.equal(code, 0, text);
    });

    it('needs it as soon as there is a product, and says which table has rows', async () => {
      const product = { sku: '1', name: 'Picanha', unit: 'kg', priceMinor: 6990 };
      assert.equal((await admin.post('/products', product)).status, 201);
      const { code, text } = await run('check');
      assert.equal(code, 20);
      assert.match(text, /database balcao_\w+ has rows in \w+: nothing was restored/);
    });
  });
