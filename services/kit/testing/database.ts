/** A database of its own for each test file, on the server that the test run started. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Creates an empty database; `TEST_DATABASE_URL` is set by the test run's set-up. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = serverUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

export interface PlannedDatabase extends TestDatabase {
  /** Makes the role and its database; until then the URL leads to neither. */
  create(): Promise<void>;
}

/** A role and a database of its own, as the set-up of a cluster makes them while services start already. */
export function planTestDatabase(): PlannedDatabase {
  const adminUrl = serverUrl();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  url.username = name;
  url.password = 'secret';
  return {
    url: url.href,
    async create() {
      await admin(adminUrl, `CREATE ROLE ${name} LOGIN PASSWORD 'secret'`);
      await admin(adminUrl, `CREATE DATABASE ${name} OWNER ${name}`);
    },
    async drop() {
      await admin(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin(adminUrl, `DROP ROLE IF EXISTS ${name}`);
    },
  };
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (url === undefined) throw new Error('TEST_DATABASE_URL is not set: run the tests by npm test');
  return url;
}

async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
