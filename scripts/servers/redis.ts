/** A Valkey or Redis of one's own for tests: loopback, a free port. */
import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from '../../services/local/src/guard.ts';
import { freePorts } from './ports.ts';
import { findProgram, launch, type TestServer } from './server.ts';

/** The program that would be run, or undefined where the machine has none. */
export function findRedis(): string | undefined {
  return findProgram(['valkey-server', 'redis-server']);
}

/**
 * Keys are written to disk only when it is stopped in order, so that they are there after `restart()`
 * and lost by `kill()`: what a cache without persistence does when it crashes.
 */
export async function startRedis(): Promise<TestServer> {
  const command = findRedis();
  if (command === undefined) throw new Error('neither valkey-server nor redis-server is installed');
  const cwd = await mkdtemp(join(tmpdir(), 'balcao-redis-'));
  removeAtEnd(cwd);
  const [port = 0] = await freePorts(1);
  const settings = {
    bind: '127.0.0.1',
    port,
    save: '',
    appendonly: 'no',
    dir: cwd,
    'shutdown-on-sigterm': 'save',
  };
  return launch({
    name: 'redis',
    url: `redis://127.0.0.1:${port}`,
    command,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    env: { PATH: process.env.PATH },
    cwd,
    probe: () => ping(port),
    startTimeoutMs: 10_000,
  });
}

function ping(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'));
    socket.setTimeout(2_000, () => socket.destroy(new Error('no PONG')));
    socket.once('error', reject);
    socket.once('data', (answer) => {
      socket.destroy();
      if (answer.toString().startsWith('+PONG')) resolve();
      else reject(new Error(`answered ${answer}`));
    });
  });
}
