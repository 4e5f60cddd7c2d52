/** Brings up the whole shop on this machine, with embedded or real servers, in one process or several. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bus } from '@balcao/kit/bus.ts';
import type { Environment } from '@balcao/kit/config.ts';
import { listen, type RunningServer } from '@balcao/kit/http/server.ts';
import { createLifecycle } from '@balcao/kit/lifecycle.ts';
import { createLogger, type Logger } from '@balcao/kit/log.ts';
import { createDatabases } from './databases.ts';
import { createFront, type Front } from './front.ts';
import { keepPostgres } from './keep-postgres.ts';
import { type Options, UsageError } from './options.ts';
import { isPortFree, nextFreePort } from './ports.ts';
import { lockFolder } from './postgres-lock.ts';
import { readSecrets } from './secrets.ts';
import { serveUi } from './serve-ui.ts';
import { type LocalService, localServices } from './services.ts';
import { type Base, startInProcess, startProcesses } from './start-services.ts';

export interface Shop {
  url: string;
  stop(): Promise<void>;
}

export interface ShopOptions extends Omit<Options, 'isDemo' | 'demoDays' | 'demoUntil'> {
  env: Environment;
  /** The shop's clock, where it is not the machine's. */
  now?: () => Date;
  /** Stands between the services and their transport. */
  wrapBus?: (bus: Bus) => Bus;
  /** What a service gets in place of the environment that was made for it. */
  adjustEnv?: (service: string, env: Environment) => Environment;
  /** Tells what is being done, for a person to read. */
  progress: (line: string) => void;
}

const stopWithinMs = 60_000;

export async function openShop(given: ShopOptions): Promise<Shop> {
  const options = { ...given, env: withoutEmpty(given.env) };
  const { dataDir, env, progress, targets, adjustEnv = (_service, made) => made } = options;
  if (options.hasProcesses && env.AMQP_URL === undefined) {
    throw new UsageError('--processes: set AMQP_URL; processes cannot share the in-process bus');
  }
  if (!targets.includes('auth') && env.AUTH_URL === undefined) {
    throw new UsageError('--target: without auth here, set AUTH_URL to where auth answers');
  }
  if (options.isReset) await reset(dataDir, progress);
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const log = await openLog(dataDir, env);
  const lifecycle = createLifecycle(log, stopWithinMs);
  try {
    const unlock = await lockFolder(join(dataDir, 'shop'), 5_000);
    await lifecycle.start({ name: 'folder', stop: unlock });
    const services = localServices.filter(({ name }) => targets.includes(name));
    const front = createFront(services);
    const server = await openPort(front, options);
    await serveUi(front, { env, log, lifecycle, progress });
    const adminUrl = await findServer(options, { lifecycle, log });
    progress('preparing one database per service');
    const secrets = await readSecrets(dataDir);
    const urls = await createDatabases(
      adminUrl,
      services.map(({ name }) => name),
      secrets.databasePassword,
    );
    const envFor = ({ name }: LocalService): Environment =>
      adjustEnv(name, {
        AUTH_URL: server.url,
        PAYMENT_WEBHOOK_URL: `${server.url}/api/v1/payments/webhooks/simulated`,
        PAYMENT_WEBHOOK_SECRET: secrets.webhookSecret,
        NOTIFIER_SECRET_KEY: secrets.notifierKey,
        DATABASE_POOL: '8',
        ...env,
        DATABASE_URL: urls.get(name),
      });
    const releases: (() => void)[] = [];
    const starting = { options, services, front, log, lifecycle, envFor, releases };
    await (options.hasProcesses ? startProcesses(starting) : startInProcess(starting));
    await lifecycle.start({ name: 'port', stop: server.stop });
    const release = () => releases.forEach((letGo) => void letGo());
    await lifecycle.start({ name: 'waiting requests', stop: release });
    await waitUntilReady(server.url);
    return { url: server.url, stop: lifecycle.stop };
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

/** An empty variable is one that is not set. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

async function reset(dataDir: string, progress: (line: string) => void): Promise<void> {
  progress(`deleting what ${dataDir} holds`);
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const unlock = await lockFolder(join(dataDir, 'shop'), 5_000);
  const held = ['postgres', 'postgres.password', 'secrets.json', 'shop.log', 'shop.log.1'];
  for (const name of held) await rm(join(dataDir, name), { recursive: true, force: true });
  await unlock();
}

/** The log of the run before is kept beside it. */
async function openLog(dataDir: string, env: Environment): Promise<Logger> {
  const file = join(dataDir, 'shop.log');
  await rename(file, `${file}.1`).catch(() => undefined);
  return createLogger({ level: env.LOG_LEVEL ?? 'info', file });
}

async function openPort(
  front: Front,
  { host, port, isPortGiven }: ShopOptions,
): Promise<RunningServer> {
  if (isPortGiven && port !== 0 && !(await isPortFree(port, host))) {
    throw new UsageError(`--port: ${port} is taken; leave it out to take the next free one`);
  }
  const chosen = isPortGiven ? port : await nextFreePort(port, host);
  return listen(front.handle, { port: chosen, host });
}

const readyWithinMs = 60_000;
const readyPollMs = 25;

async function waitUntilReady(url: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const response = await fetch(`${url}/readyz`);
    if (response.ok) return;
    if (Date.now() > deadline) throw new Error(`the shop is not ready: ${await response.text()}`);
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, readyPollMs));
  }
}

/** The URL of an administrator on the given server, or on an embedded one. */
async function findServer(
  { env, dataDir, progress }: ShopOptions,
  { lifecycle, log }: Base,
): Promise<string> {
  if (env.DATABASE_URL !== undefined) return env.DATABASE_URL;
  progress('starting PostgreSQL');
  const postgres = await keepPostgres(join(dataDir, 'postgres'), log);
  await lifecycle.start({ name: 'postgres', stop: postgres.stop });
  return postgres.adminUrl;
}
