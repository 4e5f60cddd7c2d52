/** A shop's databases without its services: migrated, with rows, and as many places to restore to as a test needs. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@balcao/kit/log.ts';
import { migrate } from '@balcao/kit/migrate.ts';
import pg from 'pg';
import { runProgram } from '../src/run-program.ts';

export const allServices = [
  'auth',
  'product',
  'inventory',
  'sales',
  'payment',
  'finance',
  'market-analyzer',
  'notifier',
];

export interface Result {
  code: number;
  /** The line of JSON, or what was said on the error output. */
  result: { [key: string]: unknown };
  errors: string;
}

export interface TestShop {
  folder: string;
  /** `BACKUP_DATABASES` of a place: the shop itself, or another set of names on the server. */
  databases(place: string): string;
  name(service: string, place?: string): string;
  query<Row extends object>(database: string, text: string): Promise<Row[]>;
  /** Makes a role for each database of a place, as the set-up of a cluster does. */
  makeRoles(place: string): Promise<void>;
  run(verb: string, env?: Record<string, string>): Promise<Result>;
  close(): Promise<void>;
}

/** Migrates a database for each of these services. */
export async function createTestShop(services: readonly string[]): Promise<TestShop> {
  const serverUrl = process.env.TEST_DATABASE_URL ?? '';
  const prefix = `bk_${randomBytes(4).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'balcao-backup-'));
  const name = (service: string, place = 'shop') =>
    `${prefix}_${place}_${service.replaceAll('-', '_')}`;
  const databases = (place: string) =>
    services.map((service) => `${service}=${name(service, place)}`).join(',');

  async function query<Row extends object>(database: string, text: string): Promise<Row[]> {
    const url = new URL(serverUrl);
    if (database !== '') url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  const log = createLogger({ level: 'silent' });
  for (const service of services) {
    await query('', `CREATE DATABASE ${name(service)}`);
    const url = new URL(serverUrl);
    url.pathname = `/${name(service)}`;
    await migrate(url.href, new URL(`../../${service}/migrations/`, import.meta.url), log);
  }

  return {
    folder,
    databases,
    name,
    query,
    async makeRoles(place) {
      for (const service of services) await query('', `CREATE ROLE ${name(service, place)} LOGIN`);
    },
    async run(verb, env = {}) {
      const lines: string[] = [];
      const errors: string[] = [];
      const code = await runProgram({
        args: [verb],
        env: {
          DATABASE_URL: serverUrl,
          SCRATCH_DATABASE_URL: serverUrl,
          BACKUP_FOLDER: folder,
          BACKUP_DATABASES: databases(verb === 'dump' ? 'shop' : 'other'),
          BACKUP_RESULT_FILE: join(folder, 'no-such-file'),
          RESTORE_ROLES: 'false',
          LOG_LEVEL: 'silent',
          ...env,
        },
        print: (line) => lines.push(line),
        printError: (text) => errors.push(text),
      });
      return { code, result: JSON.parse(lines[0] ?? '{}'), errors: errors.join('') };
    },
    async close() {
      const mine = await query<{ datname: string }>(
        '',
        `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%'`,
      );
      for (const { datname } of mine) await query('', `DROP DATABASE ${datname} WITH (FORCE)`);
      const roles = await query<{ rolname: string }>(
        '',
        `SELECT rolname FROM pg_roles WHERE rolname LIKE '${prefix}%'`,
      );
      for (const { rolname } of roles) await query('', `DROP ROLE ${rolname}`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
