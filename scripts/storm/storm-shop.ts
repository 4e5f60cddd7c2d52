/** A shop of one process per service on real servers, each service with lines of its own to them and a clock of its own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@balcao/kit/config.ts';
import { localServices } from '@balcao/local/services.ts';
import { openShop } from '@balcao/local/shop.ts';
import type { ServiceName } from '../../services/contracts/prefixes.ts';
import { makeDataDir, removeDataDir } from '../harness/shop-process.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';
import { startRedis } from '../servers/redis.ts';
import { type Line, openLine } from './line.ts';
import { type ServerName, servers } from './plan.ts';
import { mountSmallDisk } from './small-disk.ts';
import { type StormServer, startStormPostgres } from './storm-postgres.ts';

export interface StormShop {
  url: string;
  servers: Record<ServerName, StormServer>;
  line(service: ServiceName, server: ServerName): Line;
  setClock(service: ServiceName, skewMs: number): Promise<void>;
  alarmBroker(isOn: boolean): Promise<void>;
  /** Undefined where the disk of PostgreSQL cannot be filled. */
  disk: { fill(): Promise<void>; empty(): Promise<void> } | undefined;
  close(): Promise<void>;
}

const variables = { postgres: 'DATABASE_URL', rabbitmq: 'AMQP_URL', redis: 'REDIS_URL' } as const;
const skewedClock = fileURLToPath(new URL('./skewed-clock.ts', import.meta.url));

/** Whatever was opened is closed where the rest cannot be. */
export async function openStormShop(env: Environment): Promise<StormShop> {
  const opened = new AsyncDisposableStack();
  try {
    return { ...(await open(env, opened)), close: () => opened.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function open(
  env: Environment,
  opened: AsyncDisposableStack,
): Promise<Omit<StormShop, 'close'>> {
  const dataDir = await makeDataDir();
  opened.defer(() => removeDataDir(dataDir));
  const place = join(dataDir, 'disk');
  const disk = await mountSmallDisk(place);
  opened.defer(() => disk?.close());
  const postgres = await startStormPostgres(join(place, 'server'));
  opened.defer(postgres.stop);
  const rabbitmq = await startRabbitmq();
  opened.defer(rabbitmq.stop);
  const redis = await startRedis();
  opened.defer(redis.stop);
  const urls = { postgres: postgres.adminUrl, rabbitmq: rabbitmq.url, redis: redis.url };
  const lines = await openLines(urls);
  opened.defer(async () => void (await Promise.all([...lines.values()].map(closeLine))));
  const line = (service: string, server: ServerName): Line => {
    const found = lines.get(`${service} ${server}`);
    if (found === undefined) throw new Error(`there is no line from ${service} to ${server}`);
    return found;
  };
  const clockOf = (service: string) => join(dataDir, `${service}.clock`);
  const shop = await openShop({
    targets: localServices.map(({ name }) => name),
    port: 0,
    isPortGiven: true,
    host: '127.0.0.1',
    dataDir,
    isReset: false,
    hasProcesses: true,
    isHelp: false,
    env: { ...env, DATABASE_URL: urls.postgres, AMQP_URL: urls.rabbitmq, REDIS_URL: urls.redis },
    adjustEnv: (service, made) => ({
      ...byLines(made, (server) => line(service, server)),
      NODE_OPTIONS: `--import=${skewedClock}`,
      STORM_CLOCK: clockOf(service),
    }),
    progress: () => undefined,
  });
  opened.defer(shop.stop);
  return {
    url: shop.url,
    servers: { postgres, rabbitmq, redis },
    line,
    setClock: (service, skewMs) => writeFile(clockOf(service), String(skewMs)),
    alarmBroker: rabbitmq.alarm,
    disk,
  };
}

const closeLine = (line: Line) => line.close();

/** The same servers, databases and users, but by these lines. */
function byLines(made: Environment, line: (server: ServerName) => Line): Environment {
  const addresses = servers.map((server) => {
    const own = new URL(made[variables[server]] ?? '');
    own.host = new URL(line(server).url).host;
    return [variables[server], own.href];
  });
  return { ...made, ...Object.fromEntries(addresses) };
}

async function openLines(urls: Record<ServerName, string>): Promise<Map<string, Line>> {
  const pairs = localServices.flatMap(({ name }) => servers.map((server) => ({ name, server })));
  const opened = await Promise.all(
    pairs.map(async ({ name, server }) => {
      const line = await openLine(urls[server]);
      return [`${name} ${server}`, line] as const;
    }),
  );
  return new Map(opened);
}
