/** A shop that is killed at random moments of what a test does with it, and opened again on the same data. */
import assert from 'node:assert/strict';
import { chooseSeed, createRandom } from '@balcao/kit/random.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { startPostgres } from '@balcao/local/postgres.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';
import { keepLoggedIn } from './keep-logged-in.ts';
import { childrenOf, commandOf } from './processes.ts';
import { makeDataDir, removeDataDir, type ShopProcess, startShopProcess } from './shop-process.ts';
import type { Caller } from './stubborn-call.ts';

export interface MortalShop {
  /** Where it answers now, and a token that is good there. */
  caller: Caller;
  /** Told after each thing that was answered, with how many there are by then: at some of them it is killed. */
  onAnswered(count: number): void;
  /** Resolves when all of it is open again after the last kill so far. */
  reopened(): Promise<void>;
}

type Work = (shop: MortalShop) => Promise<void>;

/** The two ways to die, for tests that hold for both. The second is skipped where there is no RabbitMQ. */
export const waysToDie: readonly {
  of: string;
  run: (suite: Mocha.Context, deaths: Deaths, work: Work) => Promise<void>;
}[] = [
  {
    of: 'of the whole local process',
    run: (_suite, deaths, work) => withMortalShop(deaths, work),
  },
  {
    of: 'of one service process after another, on RabbitMQ',
    run(suite, deaths, work) {
      serverUrl(suite, 'TEST_AMQP_URL');
      return withMortalServices(deaths, work);
    },
  },
];

export interface Deaths {
  /** How many things the test will do. */
  things: number;
  kills: number;
  /** Of one process per service, those that are killed: who answers is among them. Left out, any. */
  victims?: readonly string[];
}

/** After which answered thing each kill comes: spread over the run, at random within each stretch. */
function chooseMoments({ things, kills }: Deaths, random: () => number): number[] {
  const stretch = things / kills;
  return Array.from(
    { length: kills },
    (_none, n) => Math.floor(stretch * (n + random() * 0.9)) + 1,
  );
}

/** Opens the whole shop in one process of its own. Whatever `work` throws is told with the seed that repeats it. */
async function withMortalShop(deaths: Deaths, work: Work): Promise<void> {
  const seed = chooseSeed(process.env);
  const moments = chooseMoments(deaths, createRandom(seed));
  const dataDir = await makeDataDir();
  const env = { DATABASE_URL: '', AMQP_URL: '', REDIS_URL: '' };
  let shop = await startShopProcess({ dataDir, env });
  let restarting: Promise<void> = Promise.resolve();
  const killAndRestart = async () => {
    shop.kill('SIGKILL');
    await shop.ended;
    shop = await startShopProcess({ dataDir, env });
  };
  const url = () => shop.url;
  try {
    await work({
      caller: { url, token: keepLoggedIn(url) },
      onAnswered(count) {
        if (moments.includes(count)) restarting = restarting.then(killAndRestart);
      },
      reopened: () => restarting,
    });
  } catch (error) {
    const about = `seed ${seed}, killed after ${moments.join(', ')}`;
    throw new Error(`${about}: ${String(error)}`, { cause: error });
  } finally {
    await restarting.catch(() => undefined);
    await shop.stop();
    await removeDataDir(dataDir);
  }
}

/** Opens one process per service on RabbitMQ; each kill is of one of them, which its supervisor starts again. */
async function withMortalServices(deaths: Deaths, work: Work): Promise<void> {
  const seed = chooseSeed(process.env);
  const random = createRandom(seed);
  const moments = chooseMoments(deaths, random);
  const { shop, close } = await openServices();
  const killed: string[] = [];
  const killOne = () => {
    const services = findServices(shop, deaths.victims);
    const victim = services[Math.floor(random() * services.length)];
    if (victim === undefined) return;
    killed.push(victim.name);
    process.kill(victim.pid, 'SIGKILL');
  };
  const url = () => shop.url;
  try {
    await work({
      caller: { url, token: keepLoggedIn(url) },
      onAnswered: (count) => moments.includes(count) && killOne(),
      reopened: () => allReady(shop.url),
    });
    assert.equal(killed.length, deaths.kills);
  } catch (error) {
    const about = `seed ${seed}, killed ${killed.join(', ')}`;
    throw new Error(`${about}: ${String(error)}`, { cause: error });
  } finally {
    await close();
  }
}

async function openServices(): Promise<{ shop: ShopProcess; close: () => Promise<void> }> {
  const dataDir = await makeDataDir();
  const [postgres, rabbitmq] = await Promise.all([
    startPostgres({ dataDir: `${dataDir}/server`, log: () => undefined }),
    startRabbitmq(),
  ]);
  const env = { DATABASE_URL: postgres.adminUrl, AMQP_URL: rabbitmq.url, REDIS_URL: '' };
  const shop = await startShopProcess({ dataDir, args: ['--processes'], env });
  const close = async () => {
    await shop.stop();
    await Promise.all([postgres.stop(), rabbitmq.stop()]);
    await removeDataDir(dataDir);
  };
  return { shop, close };
}

async function allReady(url: string): Promise<void> {
  await eventually(async () => assert.equal((await fetch(`${url}/readyz`)).status, 200), 60_000);
}

/** The service processes that a process supervises, as the system lists them; all, or those of these names. */
export function findServices(
  { pid }: { pid: number },
  names?: readonly string[],
): { name: string; pid: number }[] {
  return childrenOf(pid).flatMap((child) => {
    const name = /services\/([\w-]+)\/src\/main\.ts/.exec(commandOf(child))?.[1];
    return name !== undefined && (names?.includes(name) ?? true) ? [{ name, pid: child }] : [];
  });
}
