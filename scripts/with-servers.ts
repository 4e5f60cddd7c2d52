/** Runs a command with real servers of its own: PostgreSQL, RabbitMQ and Redis or Valkey, gone when it ends. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAtEnd } from '../services/local/src/guard.ts';
import { startPostgres } from '../services/local/src/postgres.ts';
import { startRabbitmq } from './servers/rabbitmq.ts';
import { startRedis } from './servers/redis.ts';

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  process.stderr.write('npm run with-servers -- COMMAND [ARGUMENT …]\n');
  process.exit(2);
}

const home = await mkdtemp(join(tmpdir(), 'balcao-servers-'));
// Where this is root, PostgreSQL runs under another account, which must pass.
await chmod(home, 0o711);
removeAtEnd(home);
const [postgres, rabbitmq, redis] = await Promise.all([
  startPostgres({ dataDir: join(home, 'postgres'), log: () => undefined }),
  startRabbitmq(),
  startRedis(),
]);
const child = spawn(command, args, {
  stdio: 'inherit',
  env: {
    ...process.env,
    DATABASE_URL: postgres.adminUrl,
    AMQP_URL: rabbitmq.url,
    REDIS_URL: redis.url,
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
await Promise.all([postgres.stop(), rabbitmq.stop(), redis.stop()]);
process.exit(code ?? 1);
