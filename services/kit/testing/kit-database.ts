/** A test database with the kit's own tables and one table of effects. */
import { createDatabase, type Database, type DatabaseOptions } from '../db.ts';
import { createLogger } from '../log.ts';
import { migrate } from '../migrate.ts';
import { createTestDatabase } from './database.ts';

export interface KitDatabase {
  url: string;
  db: Database;
  /** Another pool on the same database: another process of the service. */
  open(overrides?: Partial<DatabaseOptions>): Database;
  /** Ends the connections of one application name, as a crash would. */
  terminate(applicationName: string): Promise<void>;
  close(): Promise<void>;
}

export const silentLog = createLogger({ level: process.env.TEST_LOG_LEVEL ?? 'silent' });

export async function createKitDatabase(): Promise<KitDatabase> {
  const database = await createTestDatabase();
  await migrate(database.url, new URL('./migrations/', import.meta.url), silentLog);
  const pools: Database[] = [];
  const open = (overrides: Partial<DatabaseOptions> = {}) => {
    const pool = createDatabase({
      url: database.url,
      applicationName: 'kit-test',
      maxConnections: 10,
      statementTimeoutMs: 10_000,
      log: silentLog,
      ...overrides,
    });
    pools.push(pool);
    return pool;
  };
  const db = open();
  return {
    url: database.url,
    db,
    open,
    async terminate(applicationName) {
      await db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = $1 AND datname = current_database()`,
        [applicationName],
      );
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.close()));
      await database.drop();
    },
  };
}
