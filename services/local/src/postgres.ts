/** Runs PostgreSQL from npm's binaries on a folder of its own, so that nothing has to be installed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ended, endWith, guard } from './guard.ts';
import { type Account, chooseAccount, commandAs } from './postgres-account.ts';
import { findBinaries } from './postgres-binaries.ts';
import { endLeftover, lockFolder } from './postgres-lock.ts';
import { makeSocketFolder } from './socket-folder.ts';

export interface PostgresOptions {
  /** The cluster's folder, made at the first start. Beside it lie `<dataDir>.password` and `<dataDir>.lock`. */
  dataDir: string;
  /** One that the system chooses when absent. */
  port?: number;
  /** How long another process on the same folder, which may be stopping, is waited for: 5 s when absent. */
  lockWaitMs?: number;
  /** Where an earlier server had its socket, to have it there again. */
  socketDir?: string;
  /** Gets each line of the server's own log. */
  log: (line: string) => void;
  /** Server parameters over the defaults below, such as `{ fsync: 'off' }`. */
  settings?: Readonly<Record<string, string>>;
}

export interface Postgres {
  /** As the superuser, to the database `postgres`, over TCP. */
  readonly adminUrl: string;
  /** The same by a Unix socket, which costs a third less per sale; over TCP where there are none. */
  readonly socketUrl: string;
  readonly socketDir: string | null;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, whether asked to or not. */
  readonly ended: Promise<void>;
  /** Ends the server in order and frees the folder; again does nothing. */
  stop(): Promise<void>;
}

const defaults = {
  listen_addresses: '127.0.0.1',
  max_connections: '120',
  shared_buffers: '64MB',
  // Disks have no heads any more. It also keeps plans that were made while a table was small from reading it whole later.
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
};

/**
 * Starts the server, after ending one that a killed process left on the same folder, and resolves
 * when it accepts connections. It ends with this process, however that ends.
 * @throws Error when another running process uses the folder (with its pid), when the port is taken,
 * or when no account can run it; the message ends with what the server said.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir);
  await mkdir(dirname(dataDir), { recursive: true, mode: 0o711 });
  const unlock = await lockFolder(dataDir, options.lockWaitMs ?? 5_000);
  try {
    await endLeftover(dataDir, options.log);
    const account = await chooseAccount(dataDir);
    const place = { dataDir, account, binaries: await findBinaries(), log: options.log };
    const password = await initialise(place);
    const socketDir = await makeSocketFolder(account, options.socketDir);
    const settings = { ...options.settings, unix_socket_directories: socketDir ?? '' };
    const { child, port } = await serve(place, { ...options, settings });
    return handle({ child, port, password, socketDir, unlock });
  } catch (error) {
    await unlock();
    throw error;
  }
}

interface Place {
  dataDir: string;
  account: Account;
  binaries: { initdb: string; postgres: string };
  log: (line: string) => void;
}

function handle(running: {
  child: ChildProcess;
  port: number;
  password: string;
  socketDir: string | null;
  unlock: () => Promise<void>;
}): Postgres {
  const { child, port, password, socketDir, unlock } = running;
  const pid = pidOf(child);
  const release = guard(pid, 'SIGINT');
  const whenEnded = ended(child).then(release);
  const urlAt = (host: string) => `postgresql://postgres:${password}@${host}:${port}/postgres`;
  return {
    adminUrl: urlAt('127.0.0.1'),
    socketUrl: urlAt(socketDir === null ? '127.0.0.1' : encodeURIComponent(socketDir)),
    socketDir,
    port,
    pid,
    ended: whenEnded,
    async stop() {
      // SIGINT: ends the sessions, writes a checkpoint. SIGQUIT: recovers from the log at the next start.
      await endWith(child, [
        { signal: 'SIGINT', waitMs: 30_000 },
        { signal: 'SIGQUIT', waitMs: 5_000 },
        { signal: 'SIGKILL', waitMs: 5_000 },
      ]);
      if (socketDir !== null) await rm(socketDir, { recursive: true, force: true });
      await unlock();
    },
  };
}

/** Makes the cluster when it is not there yet, whole or not at all. Returns the superuser's password. */
async function initialise(place: Place): Promise<string> {
  const { dataDir, account, binaries } = place;
  const passwordFile = `${dataDir}.password`;
  if (existsSync(join(dataDir, 'PG_VERSION'))) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  const draft = `${dataDir}.new`;
  const forInitdb = `${dataDir}.initdb`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(forInitdb, `${password}\n`, { mode: 0o600 });
  try {
    for (const path of [draft, forInitdb])
      if (account.change) await chown(path, account.uid, account.gid);
    await run(place, binaries.initdb, [
      `--pgdata=${draft}`,
      `--pwfile=${forInitdb}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    await rename(draft, dataDir);
  } finally {
    await rm(forInitdb, { force: true });
  }
  return password;
}

async function run(place: Place, program: string, args: string[]): Promise<void> {
  const child = launch(place, program, args);
  const lines = listen(child, place.log);
  const code = await new Promise<number | null>((done, fail) =>
    child.once('error', fail).once('close', done),
  );
  if (code !== 0) throw new Error(`${program} failed:\n${lines.join('\n')}`);
}

async function serve(
  place: Place,
  { port, settings }: PostgresOptions,
): Promise<{ child: ChildProcess; port: number }> {
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const chosen = port ?? (await freePort());
    const outcome = await attempt(place, { ...defaults, ...settings, port: String(chosen) });
    if ('child' in outcome) return { child: outcome.child, port: chosen };
    // The workers of a killed server may live for a moment; a free port may be taken by someone quicker.
    const passes = /pre-existing shared memory|lock file "postmaster.pid"/.test(outcome.said);
    const isTaken = port === undefined && outcome.said.includes('could not bind');
    if (!(passes || isTaken) || Date.now() > giveUpAt)
      throw new Error(`PostgreSQL did not start:\n${outcome.said}`);
    await delay(100);
  }
}

async function attempt(
  place: Place,
  settings: Record<string, string>,
): Promise<{ child: ChildProcess } | { said: string }> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = launch(place, place.binaries.postgres, ['-D', place.dataDir, ...flags]);
  const ready = Promise.withResolvers<boolean>();
  const lines = listen(child, (line) => {
    place.log(line);
    if (line.includes('database system is ready to accept connections')) ready.resolve(true);
  });
  child.once('error', ready.reject).once('close', () => ready.resolve(false));
  return (await ready.promise) ? { child } : { said: lines.join('\n') };
}

/** In a process group of its own: Ctrl-C must reach the services first, which end it when they are done. */
function launch({ account, dataDir }: Place, program: string, args: string[]): ChildProcess {
  const { file, prefix, identity } = commandAs(account, program, dataDir);
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return spawn(file, [...prefix, ...args], {
    ...identity,
    env,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Passes the lines on and keeps the last ones for an error's message. */
function listen(child: ChildProcess, log: (line: string) => void): string[] {
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      if (last.push(line) > 40) last.shift();
      log(line);
    });
  }
  return last;
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('PostgreSQL has no process');
  return child.pid;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}
