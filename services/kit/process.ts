/** One service as a process of its own: environment in, signals handled, exit code out. */
import { topology } from '@balcao/contracts/topology.ts';
import { createRabbitBus } from './bus-rabbitmq.ts';
import { ConfigError, type ConfigOf, readConfig, type Settings } from './config.ts';
import { createDatabase, type Database } from './db.ts';
import { isDatabaseMissing } from './db-errors.ts';
import { createLogger, type Logger } from './log.ts';
import { migrate } from './migrate.ts';
import { createRedis } from './redis.ts';
import type { Deps, RunningService } from './service.ts';
import { migrateSettings, processSettings } from './settings.ts';
import { exitOnBug, signalled } from './signals.ts';
import { waitForDatabase } from './wait-for-database.ts';

/** What a verb of a service's own works with. */
export interface CommandContext {
  db: Database;
  log: Logger;
  print(line: string): void;
}

export interface Command {
  help: string;
  /** Resolves to whether all is well: the exit code is 0 then, else 1. */
  run(context: CommandContext): Promise<boolean>;
}

export interface ProcessService<S extends Settings> {
  settings: S;
  /** The folder of its migrations. */
  migrations: URL;
  start: (config: ConfigOf<S>, deps: Deps) => Promise<RunningService>;
  /** Verbs of its own, by name: each works on the service's database, beside running replicas, and ends. */
  commands?: Record<string, Command>;
}

function usage(commands: Record<string, Command>): string {
  const verbs: [verb: string, help: string][] = [
    ['', 'runs the service'],
    ['migrate', 'brings its database up to date and ends'],
    ...Object.entries(commands).map(([verb, { help }]): [string, string] => [verb, help]),
  ];
  return verbs
    .map(
      ([verb, help], n) => `${n === 0 ? 'usage:' : '      '} main.ts ${verb.padEnd(16)}${help}\n`,
    )
    .join('');
}

/** Does what the arguments say, and exits: 0 when done or drained, 1 when it cannot, 2 when it is not understood. */
export async function runProcess<S extends Settings>(
  service: ProcessService<S>,
  self: NodeJS.Process,
): Promise<void> {
  const args = self.argv.slice(2).join(' ');
  const { commands = {} } = service;
  const stopAsked = signalled(self);
  try {
    if (args === '') await serve(service, self, stopAsked);
    else if (args === 'migrate') await migrateOnly(service.migrations, self, stopAsked);
    else if (Object.hasOwn(commands, args)) await command(commands[args], self, stopAsked);
    else {
      self.stderr.write(usage(commands));
      self.exit(2);
    }
  } catch (error) {
    self.stderr.write(`${errorText(error)}\n`);
    self.exit(1);
  }
}

/** Runs until SIGTERM or SIGINT, then drains. */
async function serve<S extends Settings>(
  { settings, start }: ProcessService<S>,
  self: NodeJS.Process,
  stopAsked: Promise<void>,
): Promise<void> {
  const config = readConfig(settings, self.env);
  const { amqpUrl, redisUrl, logLevel } = readConfig(processSettings, self.env);
  const log = createProcessLog(logLevel, self);
  const bus = createRabbitBus({ url: amqpUrl, topology, log });
  const redis = redisUrl === undefined ? null : createRedis(redisUrl, log);
  const starting = start(config, { bus, redis, log, isListening: true });
  const service = await Promise.race([starting, stopAsked]);
  await stopAsked;
  log.info('stopping');
  // While it starts there is nothing to drain: what is under way is transactions, which roll back.
  await service?.stop();
  if (service !== undefined) await bus.close();
  redis?.disconnect();
  self.exit(0);
}

/** Waits also for a role and a database that do not exist yet: whoever makes them may run at the same time. */
async function migrateOnly(
  migrations: URL,
  self: NodeJS.Process,
  stopAsked: Promise<void>,
): Promise<void> {
  const { databaseUrl, logLevel } = readConfig(migrateSettings, self.env);
  const log = createProcessLog(logLevel, self);
  const migrating = waitForDatabase(() => migrate(databaseUrl, migrations, log), {
    log,
    isAwaited: isDatabaseMissing,
  });
  await Promise.race([migrating, interrupted(stopAsked)]);
  log.info('the database is up to date');
  self.exit(0);
}

/** A statement of a command may take long: nobody waits at a till for it. */
const commandStatementMs = 600_000;

async function command(
  verb: Command | undefined,
  self: NodeJS.Process,
  stopAsked: Promise<void>,
): Promise<void> {
  const { databaseUrl, logLevel } = readConfig(migrateSettings, self.env);
  const log = createProcessLog(logLevel, self);
  const db = createDatabase({
    url: databaseUrl,
    applicationName: 'balcao-command',
    maxConnections: 3,
    statementTimeoutMs: commandStatementMs,
    log,
  });
  const print = (line: string) => void self.stdout.write(`${line}\n`);
  const isWell = await Promise.race([verb?.run({ db, log, print }), interrupted(stopAsked)]);
  await db.close();
  self.exit(isWell === true ? 0 : 1);
}

const interrupted = (stopAsked: Promise<void>): Promise<never> =>
  stopAsked.then(() => Promise.reject(new Error('interrupted')));

export function createProcessLog(level: string, self: NodeJS.Process): Logger {
  const log = createLogger({ level });
  exitOnBug(self, (error) => log.fatal({ err: error }, 'an error that nobody handled'));
  return log;
}

/** What a process says before it ends because of an error. */
export function errorText(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
