/** Starts the services of a shop: all in this process, or each in one of its own. */
import { join } from 'node:path';
import { topology } from '@balcao/contracts/topology.ts';
import type { Bus } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createRabbitBus } from '@balcao/kit/bus-rabbitmq.ts';
import type { Environment } from '@balcao/kit/config.ts';
import type { createLifecycle } from '@balcao/kit/lifecycle.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { addProcessMetrics } from '@balcao/kit/metrics.ts';
import { createRedis } from '@balcao/kit/redis.ts';
import { forwardTo, inProcess } from './backend.ts';
import type { Front } from './front.ts';
import type { LocalService } from './services.ts';
import type { ShopOptions } from './shop.ts';
import { supervise } from './supervisor.ts';

/** What the shop has before its services. */
export interface Base {
  lifecycle: ReturnType<typeof createLifecycle>;
  log: Logger;
}

interface Starting extends Base {
  options: ShopOptions;
  services: LocalService[];
  front: Front;
  envFor: (service: LocalService) => Environment;
  releases: (() => void)[];
}

/** All on one bus; who still waits for an answer is let go by `releases`, so that the port can drain. */
export async function startInProcess({
  options,
  services,
  front,
  log,
  lifecycle,
  envFor,
  releases,
}: Starting): Promise<void> {
  const { env, progress, now = () => new Date(), wrapBus = (bus) => bus } = options;
  const bus = wrapBus(createBus(env, log));
  await lifecycle.start({ name: 'bus', stop: bus.close });
  const redis = env.REDIS_URL === undefined ? null : createRedis(env.REDIS_URL, log);
  await lifecycle.start({ name: 'redis', stop: () => redis?.disconnect() });
  progress(`starting ${services.map(({ name }) => name).join(', ')}`);
  const startOne = async (service: LocalService) => {
    const deps = { bus, redis, log, now, isListening: false };
    const running = await service.start(envFor(service), deps);
    if (service === services[0]) addProcessMetrics(running.metrics.registry);
    await lifecycle.start({ name: service.name, stop: running.stop });
    releases.push(running.release);
    front.add(inProcess(running));
  };
  // The first one is auth, which the others ask for its keys as they start.
  const [first, ...others] = services;
  if (first !== undefined) await startOne(first);
  await Promise.all(others.map(startOne));
}

function createBus(env: Environment, log: Logger): Bus {
  const url = env.AMQP_URL;
  return url === undefined ? createMemoryBus(topology) : createRabbitBus({ url, topology, log });
}

/** Each is started again when it ends; what it says goes to a log of its own. */
export async function startProcesses({
  options,
  services,
  front,
  lifecycle,
  envFor,
}: Starting): Promise<void> {
  const { dataDir, progress } = options;
  for (const service of services) {
    progress(`starting ${service.name}`);
    const child = supervise({
      name: service.name,
      env: envFor(service),
      logFile: join(dataDir, `${service.name}.log`),
      onRestart: (name) => progress(`${name} ended; starting it again`),
    });
    await lifecycle.start({ name: service.name, stop: child.stop });
    front.add(forwardTo(service, child.url));
  }
}
