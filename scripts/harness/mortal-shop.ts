/** A shop that is killed at random moments of what a test does with it, and opened again on the same data. */
import { chooseSeed, createRandom } from '@balcao/kit/random.ts';
import { keepLoggedIn } from './keep-logged-in.ts';
import { makeDataDir, removeDataDir, startShopProcess } from './shop-process.ts';
import type { Caller } from './stubborn-call.ts';

export interface MortalShop {
  /** Where it answers now, and a token that is good there. */
  caller: Caller;
  /** Told after each thing that was answered, with how many there are by then: at some of them it is killed. */
  onAnswered(count: number): void;
  /** Resolves when it is open again after the last kill so far. */
  reopened(): Promise<void>;
}

export interface Deaths {
  /** How many things the test will do. */
  things: number;
  kills: number;
}

/** After which answered thing each kill comes: spread over the run, at random within each stretch. */
export function chooseMoments({ things, kills }: Deaths, random: () => number): number[] {
  const stretch = things / kills;
  return Array.from(
    { length: kills },
    (_none, n) => Math.floor(stretch * (n + random() * 0.9)) + 1,
  );
}

/** Opens the whole shop in one process of its own. Whatever `work` throws is told with the seed that repeats it. */
export async function withMortalShop(
  deaths: Deaths,
  work: (shop: MortalShop) => Promise<void>,
): Promise<void> {
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
