/** The database of market-analyzer without the service: for who drives evaluators by hand. */
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { migrate } from '@balcao/kit/migrate.ts';
import { createTestDatabase } from '@balcao/kit/testing/database.ts';
import type { Quote } from '../src/engine/engine.ts';
import { migrations } from '../src/service.ts';

export interface MarketDatabase {
  url: string;
  db: Database;
  /**
   * Stores quotes of months that are there, of which January 1970 is one, one after the other, in a transaction
   * that is open until `commit` is called.
   */
  store(quotes: Quote[], source: string): Promise<Commit>;
  /** Whoever leads has died: anybody else may lead. */
  expireLease(): Promise<void>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export type Commit = () => Promise<void>;

export async function startMarketDatabase(): Promise<MarketDatabase> {
  const database = await createTestDatabase();
  const log = createLogger({ level: 'silent' });
  await migrate(database.url, migrations, log);
  const db = createDatabase({
    url: database.url,
    applicationName: 'market-database-test',
    maxConnections: 12,
    statementTimeoutMs: 30_000,
    log,
  });
  await db.query('SELECT ensure_quote_months($1::timestamptz[])', [[new Date(0).toISOString()]]);
  return {
    url: database.url,
    db,
    store: (quotes, source) => store(db, quotes, source),
    async expireLease() {
      await db.query(`UPDATE lease SET expires_at = clock_timestamp() - interval '1 second'`);
    },
    async reset() {
      await db.query('TRUNCATE rule, rule_instance, rule_inhibition, alert, quote, outbox, lease');
    },
    async stop() {
      await db.close();
      await database.drop();
    },
  };
}

async function store(db: Database, quotes: Quote[], source: string): Promise<Commit> {
  const gate = Promise.withResolvers<void>();
  const stored = Promise.withResolvers<void>();
  const ended = db.transaction(async (tx) => {
    for (const { symbol, at, price } of quotes) {
      await tx.query(
        `INSERT INTO quote (symbol, at, price, source) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [symbol, new Date(at).toISOString(), price, source],
      );
    }
    stored.resolve();
    await gate.promise;
  });
  ended.catch(stored.reject);
  await stored.promise;
  return () => {
    gate.resolve();
    return ended;
  };
}
