/** Brings a database up to date from numbered SQL files; several processes may try at once. */
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import type { Logger } from './log.ts';

export interface MigrationSet {
  /** The folder of its files. */
  dir: URL;
  /** The table that records, by their names, which files have run. */
  table: string;
}

/** The kit's migrations, then the service's. */
export function migrationSets(serviceDir: URL): MigrationSet[] {
  return [
    { dir: new URL('./migrations', import.meta.url), table: 'kit_migration' },
    { dir: serviceDir, table: 'service_migration' },
  ];
}

const connectionTimeoutMillis = 5_000;

/** Runs each file once, each in its own transaction. Files that it does not know may have run already. */
export async function migrate(databaseUrl: string, serviceDir: URL, log: Logger): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis });
  // Whoever uses the connection next is told that it broke.
  client.on('error', (error) => log.warn({ err: error }, 'the connection was lost'));
  await client.connect();
  try {
    for (const { dir, table } of migrationSets(serviceDir)) {
      await runner({
        dbClient: client,
        dir: fileURLToPath(dir),
        migrationsTable: table,
        direction: 'up',
        singleTransaction: false,
        // What is missing runs, whatever has run: branches that are written at the same time number their files apart.
        checkOrder: false,
        advisoryLockMode: 'wait',
        log: (message) => log.debug(message),
      });
    }
  } finally {
    await client.end();
  }
}
