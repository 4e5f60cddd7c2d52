/** A backup that is made while messages lie in RabbitMQ: the restored shop hears of all of them. */
import assert from 'node:assert/strict';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { localServices } from '@balcao/local/services.ts';
import { connect } from 'amqplib';
import pg from 'pg';
import { runProgram } from '../../services/backup/src/run-program.ts';
import { createDatabases } from '../../services/local/src/databases.ts';
import { audit } from '../harness/audit.ts';
import { logIn, stockUp } from '../harness/counter.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';
import { openWholeShop } from '../harness/whole-shop.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';

const names = localServices.map(({ name }) => name);
const databases = names.map((name) => `${name}=balcao_${name}`).join(',');
const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
/** Nobody empties these queues while the backup is made. */
const away = ['finance', 'notifier'];

describe('a backup of a shop whose messages lie in RabbitMQ', function () {
  this.timeout(480_000);
  let folder: string;
  const stops: (() => Promise<unknown>)[] = [];

  before(async function () {
    serverUrl(this, 'TEST_AMQP_URL');
    folder = await makeDataDir();
  });
  after(async () => {
    await Promise.all(stops.map((stop) => stop()));
    if (folder !== undefined) await removeDataDir(folder);
  });

  async function startServers(): Promise<{ DATABASE_URL: string; AMQP_URL: string }> {
    const dataDir = `${folder}/server-${stops.length}`;
    const [postgres, rabbitmq] = await Promise.all([
      startPostgres({ dataDir, log: () => undefined, settings: quick }),
      startRabbitmq(),
    ]);
    stops.push(postgres.stop, rabbitmq.stop);
    return { DATABASE_URL: postgres.adminUrl, AMQP_URL: rabbitmq.url };
  }

  async function run(verb: string, env: Record<string, string>) {
    const said: string[] = [];
    const code = await runProgram({
      args: [verb],
      env: {
        BACKUP_FOLDER: `${folder}/backups`,
        BACKUP_DATABASES: databases,
        BACKUP_RESULT_FILE: `${folder}/none`,
        LOG_LEVEL: 'silent',
        ...env,
      },
      print: (line) => said.push(line),
      printError: (text) => said.push(text),
    });
    assert.equal(code, 0, said.join('\n'));
    return JSON.parse(said[0] ?? '');
  }

  async function waitingIn(url: string, queue: string): Promise<number> {
    const connection = await connect(url);
    try {
      const channel = await connection.createChannel();
      return (await channel.checkQueue(queue)).messageCount;
    } finally {
      await connection.close();
    }
  }

  /** Everything has left the outboxes: what is not handled is with the broker alone. */
  async function untilSent(adminUrl: string): Promise<void> {
    for (const name of names) {
      const url = new URL(adminUrl);
      url.pathname = `/balcao_${name}`;
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      try {
        await eventually(async () => {
          const { rows } = await client.query('SELECT FROM outbox LIMIT 1');
          assert.equal(rows.length, 0);
        }, 30_000);
      } finally {
        await client.end();
      }
    }
  }

  it('has no doubts, is proven, and each of its sales reaches the books once', async () => {
    const from = await startServers();
    const open = await openWholeShop({ LOG_LEVEL: 'silent', ...from });
    const { productIds, token } = await stockUp(open.url, 3);
    await open.close();
    const shop = await openWholeShop({ LOG_LEVEL: 'silent', ...from }, away);
    const orderIds = await sellStubbornly({
      url: () => shop.url,
      token: async () => token,
      productIds,
      orders: 60,
      concurrency: 6,
      onAnswered: () => undefined,
    });
    await untilSent(from.DATABASE_URL);
    const { backup, doubts } = await run('dump', from);
    const waiting = await waitingIn(from.AMQP_URL, 'finance.sales');
    assert.ok(waiting >= orderIds.length, `${waiting} messages lay in the queue of the ledger`);
    assert.deepEqual(doubts, []);
    await shop.close();

    const to = await startServers();
    await run('verify', { BACKUP_ID: backup, SCRATCH_DATABASE_URL: to.DATABASE_URL });
    await createDatabases(to.DATABASE_URL, names, 'made with the roles');
    await run('restore', { BACKUP_ID: backup, ...to });
    const restored = await openWholeShop({ LOG_LEVEL: 'silent', ...to });
    try {
      const admin = createApiClient(restored.url, await logIn(restored.url));
      const stockedMilli = 1_000_000_000;
      const withinMs = 120_000;
      const completed = await audit({ admin, orderIds, productIds, stockedMilli, withinMs });
      assert.equal(completed, orderIds.length);
    } finally {
      await restored.close();
    }
  });
});
