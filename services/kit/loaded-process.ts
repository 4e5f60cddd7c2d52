/** What the process of a service does when all of its code is loaded: it serves, or does a verb of its own. */
import { topology } from '@balcao/contracts/topology.ts';
import { createRabbitBus } from './bus-rabbitmq.ts';
import { type ConfigOf, readConfig, type Settings } from './config.ts';
import { createDatabase, type Database } from './db.ts';
import type { Logger } from './log.ts';
import { createProcessLog } from './process-log.ts';
import { createRedis } from './redis.ts';
import type { Deps, RunningService } from './service.ts';
import { migrateSettings, processSettings } from './settings.ts';
import { interrupted } from './signals.ts';

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

export interface LoadedService<S extends Settings> {
  settings: S;
  start: (config: ConfigOf<S>, deps: Deps) => Promise<RunningService>;
  /** Verbs of its own, by name: each works on the service's database, beside running replicas, and ends. */
  commands?: Record<string, Command>;
}

interface Surroundings {
  self: NodeJS.Process;
  stopAsked: Promise<void>;
}

/** Serves where there is no verb; exits: 0 when done or drained, 1 when it is not well, 2 when it is not understood. */
export async function runLoaded<S extends Settings>(
  service: LoadedService<S>,
  verb: string,
  surroundings: Surroundings,
): Promise<void> {
  const { commands = {} } = service;
  const { self } = surroundings;
  if (verb === '') await serve(service, surroundings);
  else if (Object.hasOwn(commands, verb)) await runCommand(commands[verb], surroundings);
  else {
    self.stderr.write(usage(commands));
    self.exit(2);
  }
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

/** Runs until it is told to end, then drains. */
async function serve<S extends Settings>(
  { settings, start }: LoadedService<S>,
  { self, stopAsked }: Surroundings,
): Promise<void> {
  const config = readConfig(settings, self.env);
  const { amqpUrl, redisUrl, logLevel } = readConfig(processSettings, self.env);
  const log = createProcessLog(logLevel, self);
  const bus = createRabbitBus({ url: amqpUrl, topology, log });
  const redis = redisUrl === undefined ? null : createRedis(redisUrl, log);
  const starting = start(config, { bus, redis, log, isListening: true });
  const service = await Promise.race([starting, stopAsked]);
  tellParent(self, service?.url ?? null);
  await stopAsked;
  log.info('stopping');
  // While it starts there is nothing to drain: what is under way is transactions, which roll back.
  await service?.stop();
  if (service !== undefined) await bus.close();
  redis?.disconnect();
  self.exit(0);
}

/** Whoever started the process with a channel to it learns where it answers, also where the system chose the port. */
function tellParent(self: NodeJS.Process, url: string | null): void {
  if (url === null || self.send === undefined) return;
  // A parent that is gone meanwhile needs no address.
  self.send({ url }, undefined, {}, () => undefined);
}

/** A statement of a command may take long: nobody waits at a till for it. */
const commandStatementMs = 600_000;

async function runCommand(
  command: Command | undefined,
  { self, stopAsked }: Surroundings,
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
  const isWell = await Promise.race([command?.run({ db, log, print }), interrupted(stopAsked)]);
  await db.close();
  self.exit(isWell === true ? 0 : 1);
}
