/** A shop's databases without its services: migrated, with rows, and as many places to restore to as a test needs. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@balcao/kit/log.ts';
import { migrate } from '@balcao/kit/migrate.ts';
import pg from 'pg';
import { runProgram } from '../src/run-program.ts';
import { startS3Server } from './s3-server.ts';

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

/** The storages that every guarantee holds of. */
export const storageKinds = ['a folder', 'a bucket'] as const;
type StorageKind = (typeof storageKinds)[number];

export interface TestShop {
  /** Where the backups' files are: those of a bucket too, whose server keeps them there. */
  folder: string;
  /** The settings of the storage. */
  storage: Record<string, string>;
  /** `BACKUP_DATABASES` of a place: the shop itself, or another set of names on the server. */
  databases(place: string): string;
  name(service: string, place?: string): string;
  query<Row extends object>(database: string, text: string): Promise<Row[]>;
  /** Databases of this shop and its places whose names end so: others' tests run beside. */
  databasesEnding(end: string): Promise<string[]>;
  /** Makes a role for each database of a place, as the set-up of a cluster does. */
  makeRoles(place: string): Promise<void>;
  run(verb: string, env?: Record<string, string>): Promise<Result>;
  close(): Promise<void>;
}

/** Migrates a database for each of these services. */
export async function createTestShop(
  services: readonly string[],
  storageKind: StorageKind = 'a folder',
): Promise<TestShop> {
  const serverUrl = process.env.TEST_DATABASE_URL ?? '';
  const prefix = `bk_${randomBytes(4).toString('hex')}`;
  const home = await mkdtemp(join(tmpdir(), 'balcao-backup-'));
  const { folder, storage, stop } = await openTestStorage(storageKind, home);
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
    storage,
    databases,
    name,
    query,
    async databasesEnding(end) {
      const mine = await query<{ datname: string }>(
        '',
        `SELECT datname FROM pg_database WHERE starts_with(datname, '${prefix}')`,
      );
      return mine.map(({ datname }) => datname).filter((name) => name.endsWith(end));
    },
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
          ...storage,
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
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function openTestStorage(kind: StorageKind, home: string) {
  if (kind === 'a folder') {
    const folder = join(home, 'backups');
    return { folder, storage: { BACKUP_FOLDER: folder }, stop: async () => undefined };
  }
  const { settings, folder, stop } = await startS3Server(home);
  const storage = {
    BACKUP_S3_ENDPOINT: settings.endpoint,
    BACKUP_S3_BUCKET: settings.bucket,
    BACKUP_S3_REGION: settings.region,
    BACKUP_S3_PREFIX: 'shops/one',
    AWS_ACCESS_KEY_ID: settings.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
  };
  return { folder: join(folder, 'shops/one'), storage, stop };
}
