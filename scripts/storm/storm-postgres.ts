/** A PostgreSQL that is killed and comes back on the same port and data; where it ends by itself, it is started again. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Postgres, startPostgres } from '@balcao/local/postgres.ts';

export interface StormServer {
  readonly pid: number;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Small logs, so that a small disk has room for the data. */
const settings = { max_wal_size: '128MB', min_wal_size: '32MB' };
const pauseMs = 500;

export async function startStormPostgres(
  dataDir: string,
): Promise<StormServer & { adminUrl: string; stop(): Promise<void> }> {
  const options = { dataDir, log: () => undefined, settings };
  let isWanted = true;
  let running = await startPostgres(options);
  const { adminUrl, port } = running;

  /** As an orchestrator would: a disk without room is one reason for it to end. */
  function watch(server: Postgres): void {
    void server.ended.then(async () => {
      await server.stop();
      while (isWanted && server === running) await tryAgain();
    });
  }

  async function tryAgain(): Promise<void> {
    await delay(pauseMs);
    await start().catch(() => undefined);
  }

  async function start(): Promise<void> {
    running = await startPostgres({ ...options, port });
    watch(running);
  }

  watch(running);
  return {
    adminUrl,
    get pid() {
      return running.pid;
    },
    async stop() {
      isWanted = false;
      await running.stop();
    },
    async kill() {
      isWanted = false;
      process.kill(running.pid, 'SIGKILL');
      await running.ended;
    },
    async restart() {
      await running.stop();
      await start();
      isWanted = true;
    },
  };
}
