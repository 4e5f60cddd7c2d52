/** Brings a database up to date from numbered SQL files; several processes may try at once. */
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type { Logger } from './log.ts';

/** Runs the kit's migrations, then the service's: each file once, each in its own transaction. */
export async function migrate(databaseUrl: string, serviceDir: URL, log: Logger): Promise<void> {
  await run(databaseUrl, {
    dir: new URL('./migrations', import.meta.url),
    table: 'kit_migration',
    log,
  });
  await run(databaseUrl, { dir: serviceDir, table: 'service_migration', log });
}

async function run(
  databaseUrl: string,
  { dir, table, log }: { dir: URL; table: string; log: Logger },
): Promise<void> {
  await runner({
    databaseUrl: { connectionString: databaseUrl, connectionTimeoutMillis: 5_000 },
    dir: fileURLToPath(dir),
    migrationsTable: table,
    direction: 'up',
    singleTransaction: false,
    advisoryLockMode: 'wait',
    log: (message) => log.debug(message),
  });
}
