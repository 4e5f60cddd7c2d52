/** A RabbitMQ of one's own for tests: own node name, ports, cookie and folders, loopback only, no plugins. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'amqplib';
import { guard, removeAtEnd, unref } from '../../services/local/src/guard.ts';
import { freePorts } from './ports.ts';
import { findProgram, launch, type TestServer } from './server.ts';

const run = promisify(execFile);
const usualFreeDisk = '50MB';

/**
 * The program that would be run, or undefined where the machine has none. The script in sbin that
 * Debian puts first on PATH changes to the user `rabbitmq`, so the one behind it comes first here.
 */
export function findRabbitmq(): string | undefined {
  return findProgram([
    '/usr/lib/rabbitmq/bin/rabbitmq-server',
    '/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server',
    '/usr/local/opt/rabbitmq/sbin/rabbitmq-server',
    'rabbitmq-server',
  ]);
}

export interface Broker extends TestServer {
  /** As when its disk is full: until it is off again, nothing is taken from whoever publishes. */
  alarm(isOn: boolean): Promise<void>;
}

/** Starts epmd (Erlang's name server, on a port of its own) and the broker. */
export async function startRabbitmq(): Promise<Broker> {
  const command = findRabbitmq();
  if (command === undefined) throw new Error('rabbitmq-server is not installed');
  const home = await mkdtemp(join(tmpdir(), 'balcao-rabbitmq-'));
  removeAtEnd(home);
  const [port = 0, distPort = 0, epmdPort = 0] = await freePorts(3);
  startNames(epmdPort);
  const url = `amqp://guest:guest@127.0.0.1:${port}`;
  const env = {
    ...(await environment({ home, port, distPort, epmdPort })),
    ...(await slim(command, home)),
  };
  const server = await launch({
    name: 'rabbitmq',
    url,
    command,
    args: [],
    env,
    cwd: home,
    probe: () => handshake(url),
    startTimeoutMs: 60_000,
  });
  const alarm = async (isOn: boolean) => {
    const needed = isOn ? '1000000GB' : usualFreeDisk;
    await run(join(dirname(command), 'rabbitmqctl'), ['set_disk_free_limit', needed], { env });
  };
  return Object.assign(server, { alarm });
}

/** Else the broker starts one as a daemon, which nobody ends. */
function startNames(port: number): void {
  const command = findProgram(['epmd']);
  if (command === undefined) return;
  const args = ['-port', String(port), '-address', '127.0.0.1'];
  const child = spawn(command, args, { detached: true, stdio: 'ignore', cwd: '/' });
  child.on('error', () => {});
  unref(child);
  if (child.pid !== undefined) child.once('exit', guard(child.pid, 'SIGKILL'));
}

interface Place {
  home: string;
  port: number;
  distPort: number;
  epmdPort: number;
}

async function environment({ home, port, distPort, epmdPort }: Place): Promise<NodeJS.ProcessEnv> {
  const config = join(home, 'rabbitmq.conf');
  const plugins = join(home, 'enabled_plugins');
  await mkdir(join(home, 'log'));
  await writeFile(plugins, '[].\n');
  await writeFile(
    config,
    `disk_free_limit.absolute = ${usualFreeDisk}\nlog.console = true\nlog.console.level = warning\n`,
  );
  return {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: `balcao${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_MNESIA_BASE: join(home, 'mnesia'),
    RABBITMQ_LOG_BASE: join(home, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_ENABLED_PLUGINS_FILE: plugins,
    RABBITMQ_CONF_ENV_FILE: join(home, 'none'),
    // The script then becomes the server instead of waiting for it, so that its pid is the server's.
    RABBITMQ_ALLOW_INPUT: '1',
    // One thread for files and a short spin before sleeping: loading modules is a ping-pong of
    // tiny reads, and waking ten threads for it costs more than the reads.
    RABBITMQ_SCHEDULER_BUSY_WAIT_THRESHOLD: 'medium',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:
      '-noinput -kernel inet_dist_use_interface {127,0,0,1} +S 2:2 +SDcpu 1 +SDio 1',
  };
}

async function handshake(url: string): Promise<void> {
  const connection = await connect(url, { timeout: 5_000 });
  await connection.close();
}

/**
 * A view of the installation without the plugins. Erlang looks for each module in every folder of
 * its code path, and RabbitMQ loads all modules at boot: without sixty unused folders it starts in
 * a fraction of the time. Where the layout is another one, the installation is used as it is.
 */
async function slim(command: string, home: string): Promise<NodeJS.ProcessEnv> {
  const root = dirname(dirname(realpathSync(command)));
  if (!existsSync(join(root, 'plugins')) || !existsSync(join(root, 'sbin'))) return {};
  const view = join(home, 'rabbitmq');
  await mkdir(join(view, 'plugins'), { recursive: true });
  for (const name of ['sbin', 'escript']) await linkAll(join(root, name), join(view, name));
  await linkAll(join(root, 'plugins'), join(view, 'plugins'), isNeeded);
  return { RABBITMQ_SCRIPTS_DIR: join(view, 'sbin') };
}

function isNeeded(folder: string): boolean {
  return (
    folder.startsWith('rabbitmq_prelaunch') ||
    !/^(rabbitmq_|cow|gun|jose|prometheus|eetcd|amqp10_client|amqp_client)/.test(folder)
  );
}

async function linkAll(from: string, to: string, isWanted: (name: string) => boolean = () => true) {
  await mkdir(to, { recursive: true });
  const names = (await readdir(from)).filter(isWanted);
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))));
}
