/** One service as a process of its own: environment in, signals handled, exit code out. */
import { topology } from '@balcao/contracts/topology.ts';
import { createRabbitBus } from './bus-rabbitmq.ts';
import { ConfigError, type ConfigOf, readConfig, type Settings } from './config.ts';
import { createLogger } from './log.ts';
import { createRedis } from './redis.ts';
import type { Deps, RunningService } from './service.ts';
import { processSettings } from './settings.ts';

export interface ProcessService<S extends Settings> {
  settings: S;
  start: (config: ConfigOf<S>, deps: Deps) => Promise<RunningService>;
}

/** Runs until SIGTERM or SIGINT, then drains and exits with 0; with 1 when it cannot start. */
export async function runProcess<S extends Settings>(
  { settings, start }: ProcessService<S>,
  self: NodeJS.Process,
): Promise<void> {
  try {
    const config = readConfig(settings, self.env);
    const { amqpUrl, redisUrl, logLevel } = readConfig(processSettings, self.env);
    const log = createLogger({ level: logLevel });
    exitOnBug(self, (error) => log.fatal({ err: error }, 'an error that nobody handled'));
    const bus = createRabbitBus({ url: amqpUrl, topology, log });
    const redis = redisUrl === undefined ? null : createRedis(redisUrl, log);
    const service = await start(config, { bus, redis, log, isListening: true });
    await signalled(self);
    log.info('stopping');
    await service.stop();
    await bus.close();
    redis?.disconnect();
    self.exit(0);
  } catch (error) {
    self.stderr.write(`${error instanceof ConfigError ? error.message : errorText(error)}\n`);
    self.exit(1);
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
export function signalled(self: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      resolve();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        self.removeListener(signal, stop);
        self.once(signal, () => self.exit(130));
      }
    };
    self.once('SIGTERM', stop);
    self.once('SIGINT', stop);
  });
}

/** After an error that nobody handled the state is unknown: say so and end; the supervisor restarts. */
export function exitOnBug(self: NodeJS.Process, report: (error: unknown) => void): void {
  const end = (error: unknown) => {
    report(error);
    self.exit(1);
  };
  self.on('uncaughtException', end);
  self.on('unhandledRejection', end);
}
