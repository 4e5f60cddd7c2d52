/** Killed at random moments, the shop loses nothing and does nothing twice. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { chooseSeed, createRandom } from '@balcao/kit/random.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { audit } from '../harness/audit.ts';
import { logIn, stockUp } from '../harness/counter.ts';
import { keepLoggedIn } from '../harness/keep-logged-in.ts';
import { chooseMoments, withMortalShop } from '../harness/mortal-shop.ts';
import {
  makeDataDir,
  removeDataDir,
  type ShopProcess,
  startShopProcess,
} from '../harness/shop-process.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';

const orders = 500;
const kills = 20;
const stockedMilli = 1_000_000_000;
const limitMs = 420_000;

describe('kill -9 during 500 orders, twenty times', () => {
  it('of the whole local process: every answered order ends, each effect once', async function () {
    this.timeout(limitMs);
    await withMortalShop({ things: orders, kills }, async ({ caller, onAnswered, reopened }) => {
      const { productIds } = await stockUp(caller.url(), 3);
      const sale = { productIds, orders, concurrency: 4, onAnswered };
      const orderIds = await sellStubbornly({ ...caller, ...sale });
      await reopened();
      const admin = createApiClient(caller.url(), await caller.token());
      const audited = { admin, orderIds, productIds, stockedMilli, withinMs: 60_000 };
      assert.equal(await audit(audited), orders, 'stock was plenty, so every order completes');
    });
  });

  it('of one service process after another, on RabbitMQ: the same', async function () {
    this.timeout(limitMs);
    serverUrl(this, 'TEST_AMQP_URL');
    const seed = chooseSeed(process.env);
    const random = createRandom(seed);
    const moments = chooseMoments({ things: orders, kills }, random);
    const dataDir = await makeDataDir();
    const [postgres, rabbitmq] = await Promise.all([
      startPostgres({ dataDir: `${dataDir}/server`, log: () => undefined }),
      startRabbitmq(),
    ]);
    const shop = await startShopProcess({
      dataDir,
      args: ['--processes'],
      env: { DATABASE_URL: postgres.adminUrl, AMQP_URL: rabbitmq.url, REDIS_URL: '' },
    });
    const killed: string[] = [];
    try {
      const { productIds } = await stockUp(shop.url, 3);
      const killOne = () => {
        const services = findServices(shop);
        const victim = services[Math.floor(random() * services.length)];
        if (victim === undefined) return;
        killed.push(victim.name);
        process.kill(victim.pid, 'SIGKILL');
      };
      const url = () => shop.url;
      const orderIds = await sellStubbornly({
        url,
        token: keepLoggedIn(url),
        productIds,
        orders,
        concurrency: 4,
        onAnswered: (count) => moments.includes(count) && killOne(),
      });
      await allReady(shop.url);
      const admin: ApiClient = createApiClient(shop.url, await logIn(shop.url));
      await audit({ admin, orderIds, productIds, stockedMilli, withinMs: 120_000 });
      assert.equal(killed.length, kills);
    } catch (error) {
      throw new Error(`seed ${seed}, killed ${killed.join(', ')}: ${String(error)}`, {
        cause: error,
      });
    } finally {
      await shop.stop();
      await Promise.all([postgres.stop(), rabbitmq.stop()]);
      await removeDataDir(dataDir);
    }
  });
});

async function allReady(url: string): Promise<void> {
  await eventually(async () => assert.equal((await fetch(`${url}/readyz`)).status, 200), 60_000);
}

/** The service processes that the shop supervises, as the system lists them. */
function findServices({ pid }: ShopProcess): { name: string; pid: number }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const isChild = read(`/proc/${entry}/status`).includes(`\nPPid:\t${pid}\n`);
      const name = /services\/([\w-]+)\/src\/main\.ts/.exec(read(`/proc/${entry}/cmdline`))?.[1];
      return isChild && name !== undefined ? [{ name, pid: Number(entry) }] : [];
    });
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
