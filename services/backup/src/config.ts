/** The settings of the backup program. */
import { flag, integer, setting } from '@balcao/kit/config.ts';
import { processSettings } from '@balcao/kit/settings.ts';
import { z } from 'zod';
import { chartDatabases, serviceDatabases } from './service-databases.ts';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

const keyText = z
  .string()
  .regex(
    /^[A-Za-z0-9+/]{43}=$/,
    'must be 32 bytes in base64, such as `openssl rand -base64 32` makes',
  )
  .transform((text) => Buffer.from(text, 'base64'));

/** Only such as an address has as they are, so that every server signs the same name. */
const nameText = (help: string) =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]*[A-Za-z0-9]$/, help);

/** Where the backups are: a folder or a bucket. */
export const storageSettings = {
  folder: setting(
    'BACKUP_FOLDER',
    z.string().min(1).optional(),
    'the folder of the backups; or else a bucket',
  ),
  endpoint: setting(
    'BACKUP_S3_ENDPOINT',
    z.url({ protocol: /^https?$/ }).optional(),
    'the address of an S3-compatible server, such as https://s3.sa-east-1.amazonaws.com',
  ),
  bucket: setting(
    'BACKUP_S3_BUCKET',
    nameText('must be the name of a bucket').optional(),
    'the bucket of the backups',
  ),
  prefix: setting(
    'BACKUP_S3_PREFIX',
    nameText('must be letters, digits, and . _ / - between them').or(z.literal('')).default(''),
    'the folder in the bucket; without it the bucket is for backups alone',
  ),
  region: setting(
    'BACKUP_S3_REGION',
    z.string().min(1).default('us-east-1'),
    'the region that requests are signed for',
  ),
  accessKeyId: setting('AWS_ACCESS_KEY_ID', z.string().min(1).optional(), 'the id of the key'),
  secretAccessKey: setting('AWS_SECRET_ACCESS_KEY', z.string().min(1).optional(), 'the key'),
};

/** What every verb needs. */
const commonSettings = {
  ...storageSettings,
  databases: setting(
    'BACKUP_DATABASES',
    z.string().default(chartDatabases).pipe(serviceDatabases),
    'the services and their databases, service=database, separated by commas',
  ),
  key: setting(
    'BACKUP_KEY',
    keyText.optional(),
    'the key, 32 bytes in base64, or BACKUP_KEY_FILE with it in a file; without it nothing is encrypted',
  ),
  resultFile: setting(
    'BACKUP_RESULT_FILE',
    z.string().default('/dev/termination-log'),
    'where the result is written too, if that can be written to',
  ),
  logLevel: processSettings.logLevel,
};

const idText = z.string().regex(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/, 'must be the id of a backup');

const backupId = setting(
  'BACKUP_ID',
  idText.optional(),
  'which backup; the newest finished one where it is not set',
);

const server = setting(
  'DATABASE_URL',
  postgresUrl,
  'an administrator of the server: one who may read every database, and make some where a restore is wanted',
);

const count = (env: string, help: string) => setting(env, integer(0, 10_000).default(0), help);

export const dumpSettings = {
  ...commonSettings,
  serverUrl: server,
  newId: setting(
    'BACKUP_ID',
    idText.optional(),
    'what it is called, such as 20261126T030000Z-1a2b3c: run again under the same id, one that is finished is only told',
  ),
};

export const removeSettings = {
  ...commonSettings,
  backupId: setting('BACKUP_ID', idText, 'which backup'),
};

export const verifySettings = {
  ...commonSettings,
  backupId,
  scratchUrl: setting(
    'SCRATCH_DATABASE_URL',
    postgresUrl,
    'an administrator of a server on which no shop lives: the backup is restored there and dropped again',
  ),
};

export const restoreSettings = {
  ...commonSettings,
  backupId,
  serverUrl: server,
  isForced: setting(
    'RESTORE_FORCE',
    flag.default(false),
    'replace databases that a shop has worked with; stop the services first',
  ),
  restoreId: setting(
    'RESTORE_ID',
    z.string().min(1).max(100).optional(),
    'a name for this restore: run again under the same name it goes on where it ended',
  ),
  hasRoles: setting(
    'RESTORE_ROLES',
    flag.default(true),
    'whether each database belongs to the role that is named like it; otherwise to the administrator',
  ),
};

export const emptySettings = {
  resultFile: commonSettings.resultFile,
  logLevel: commonSettings.logLevel,
  amqpUrl: setting('AMQP_URL', z.url({ protocol: /^amqps?$/ }), 'the RabbitMQ of the shop'),
  redisUrl: setting(
    'REDIS_URL',
    z.url({ protocol: /^rediss?$/ }).optional(),
    'the Redis or Valkey of the shop, where it has one',
  ),
};

export const pruneSettings = {
  ...commonSettings,
  last: count('KEEP_LAST', 'how many of the newest stay'),
  days: count('KEEP_DAYS', 'all that are younger stay, in days'),
  daily: count('KEEP_DAILY', 'of so many days that have one, the newest stays'),
  weekly: count('KEEP_WEEKLY', 'of so many weeks, from Monday'),
  monthly: count('KEEP_MONTHLY', 'of so many months'),
  yearly: count('KEEP_YEARLY', 'of so many years'),
  timeZone: setting(
    'TIME_ZONE',
    z.string().default('America/Sao_Paulo').refine(isTimeZone, 'must be an IANA time zone'),
    'the zone in which days begin',
  ),
  only: setting(
    'PRUNE_ONLY',
    z
      .string()
      .transform((text) => text.split(',').map((id) => id.trim()))
      .pipe(z.array(idText))
      .optional(),
    'ids of the backups that are looked at, separated by commas; all where it is not set',
  ),
};

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
