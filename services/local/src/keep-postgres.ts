/** Keeps the embedded PostgreSQL running: should it end by itself, it is started again on the same port. */
import type { Logger } from '@balcao/kit/log.ts';
import { type Postgres, startPostgres } from './postgres.ts';

export interface KeptPostgres {
  /** As the superuser, by the fastest way there is. */
  adminUrl: string;
  stop(): Promise<void>;
}

const restartMs = 500;

export async function keepPostgres(dataDir: string, log: Logger): Promise<KeptPostgres> {
  const options = { dataDir, log: (line: string) => log.debug({ postgres: line }) };
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let current = await startPostgres(options);
  const { socketUrl, socketDir, port } = current;

  function watch(server: Postgres): void {
    void server.ended.then(async () => {
      if (isStopping) return;
      log.error('PostgreSQL ended by itself; starting it again');
      await server.stop();
      await restart();
    });
  }

  async function restart(): Promise<void> {
    try {
      current = await startPostgres({
        ...options,
        port,
        ...(socketDir === null ? {} : { socketDir }),
      });
      watch(current);
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL does not start; trying again');
      if (!isStopping) timer = setTimeout(restart, restartMs);
    }
  }

  watch(current);
  return {
    adminUrl: socketUrl,
    stop() {
      isStopping = true;
      clearTimeout(timer);
      return current.stop();
    },
  };
}
