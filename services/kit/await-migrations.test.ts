/** A service that does not migrate begins when its own migrations have run, and not before. */
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { awaitMigrations } from './await-migrations.ts';
import { createDatabase, type Database } from './db.ts';
import { migrate } from './migrate.ts';
import { type PlannedDatabase, planTestDatabase } from './testing/database.ts';
import { eventually } from './testing/eventually.ts';
import { silentLog } from './testing/kit-database.ts';
import { migrations } from './testing/thing-config.ts';

describe('awaiting migrations', () => {
  let database: PlannedDatabase;
  let db: Database;
  let said: string[];
  let isDone: boolean;

  beforeEach(() => {
    database = planTestDatabase();
    db = createDatabase({
      url: database.url,
      applicationName: 'awaiting',
      maxConnections: 3,
      statementTimeoutMs: 10_000,
      log: silentLog,
    });
    said = [];
    isDone = false;
  });
  afterEach(async () => {
    await db.close();
    await database.drop();
  });

  const begin = () => {
    const log = pino({ level: 'warn' }, { write: (line) => void said.push(line) });
    return awaitMigrations(db, migrations, log).then(() => {
      isDone = true;
    });
  };
  const hasMet = (trouble: RegExp) => eventually(() => assert.match(said.join(), trouble));

  it('outlasts a role, a database and tables that do not exist yet, and says so once', async () => {
    const waiting = begin();
    await hasMet(/28P01|28000/);
    await database.create();
    await db.query('SELECT 1');
    assert.equal(isDone, false);
    await migrate(database.url, migrations, silentLog);
    await waiting;
    assert.equal(said.length, 1);
  });

  it('is not content with a part of them, and names what is missing', async () => {
    await database.create();
    await migrate(database.url, migrations, silentLog);
    await db.query('DELETE FROM service_migration');
    const waiting = begin();
    await hasMet(/not migrated yet: 0001_effect/);
    await db.query(`INSERT INTO service_migration (name, run_on) VALUES ('0001_effect', now())`);
    await waiting;
  });

  it('takes a database that a later version has migrated further', async () => {
    await database.create();
    await migrate(database.url, migrations, silentLog);
    await db.query(`INSERT INTO service_migration (name, run_on) VALUES ('9999_later', now())`);
    await begin();
    // And the older version's own run finds nothing to do.
    await migrate(database.url, migrations, silentLog);
  });

  it('does not wait for an error that will stay', async () => {
    await database.create();
    await db.query('CREATE TABLE kit_migration (other text)');
    await assert.rejects(begin(), /column "name" does not exist/);
  });
});
