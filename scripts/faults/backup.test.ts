/** A backup of a shop that sells: restored on another server and opened, it is a shop in which everything adds up. */
import assert from 'node:assert/strict';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { localServices } from '@balcao/local/services.ts';
import { runProgram } from '../../services/backup/src/run-program.ts';
import { createDatabases } from '../../services/local/src/databases.ts';
import { audit } from '../harness/audit.ts';
import { logIn, stockUp } from '../harness/counter.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';
import { openWholeShop } from '../harness/whole-shop.ts';

const dumpedAt = [30, 60];
const atMost = 5_000;
const stockedMilli = 1_000_000_000;
const names = localServices.map(({ name }) => name);
const databases = names.map((name) => `${name}=balcao_${name}`).join(',');
const quick = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

interface Sold {
  orderIds: string[];
  productIds: string[];
  backups: { id: string; answered: number }[];
}

describe('a backup of a shop that is selling', function () {
  this.timeout(420_000);
  let folder: string;
  const stops: (() => Promise<void>)[] = [];

  before(async () => {
    folder = await makeDataDir();
  });
  after(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await removeDataDir(folder);
  });

  async function startServer(): Promise<string> {
    const dataDir = `${folder}/server-${stops.length}`;
    const server = await startPostgres({ dataDir, log: () => undefined, settings: quick });
    stops.push(server.stop);
    return server.adminUrl;
  }

  async function run(verb: string, env: Record<string, string>): Promise<string> {
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
    return JSON.parse(said[0] ?? '').backup;
  }

  /** Backups begin at some of the answers, and the shop sells on until all are finished. */
  async function sell(): Promise<Sold> {
    const from = await startServer();
    const shop = await openWholeShop({ LOG_LEVEL: 'silent', DATABASE_URL: from });
    try {
      const { token, productIds } = await stockUp(shop.url, 3);
      const dumping: Promise<void>[] = [];
      const backups: Sold['backups'] = [];
      const orderIds = await sellStubbornly({
        url: () => shop.url,
        token: async () => token,
        productIds,
        get orders() {
          return backups.length < dumpedAt.length ? atMost : 0;
        },
        concurrency: 6,
        onAnswered(answered) {
          if (!dumpedAt.includes(answered)) return;
          const dumped = run('dump', { DATABASE_URL: from });
          dumping.push(dumped.then((id) => void backups.push({ id, answered })));
        },
      });
      await Promise.all(dumping);
      return { orderIds, productIds, backups };
    } finally {
      await shop.close();
    }
  }

  /** Proves it, restores it, opens it; answers how many orders it has and how many of them completed. */
  async function bringBack(id: string, sold: Sold): Promise<{ has: number; completed: number }> {
    const to = await startServer();
    await run('verify', { BACKUP_ID: id, SCRATCH_DATABASE_URL: to });
    await createDatabases(to, names, 'made with the roles');
    await run('restore', { BACKUP_ID: id, DATABASE_URL: to });
    const shop = await openWholeShop({ LOG_LEVEL: 'silent', DATABASE_URL: to });
    try {
      const admin = createApiClient(shop.url, await logIn(shop.url));
      const found = await Promise.all(sold.orderIds.map((order) => admin.get(`/orders/${order}`)));
      const orderIds = sold.orderIds.filter((_order, n) => found[n]?.status === 200);
      const { productIds } = sold;
      const completed = await audit({
        admin,
        orderIds,
        productIds,
        stockedMilli,
        withinMs: 150_000,
      });
      return { has: orderIds.length, completed };
    } finally {
      await shop.close();
    }
  }

  it('is proven, has all that was answered before it, and each of its orders completes', async () => {
    const sold = await sell();
    for (const { id, answered } of sold.backups) {
      const { has, completed } = await bringBack(id, sold);
      const all = sold.orderIds.length;
      assert.ok(has >= answered && has < all, `${has} of ${all}, ${answered} before it began`);
      assert.equal(completed, has);
    }
  });
});
