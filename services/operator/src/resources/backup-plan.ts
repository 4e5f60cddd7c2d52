/** How a shop is backed up: from which server, to where, with which key. Backups, their schedules and restores share it. */
import { z } from 'zod';
import { objectName } from './object-name.ts';
import type { CelRule } from './resource.ts';

/** A key of a Secret or a ConfigMap, by the rules of Kubernetes. */
const dataKey = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._-]+$/, 'the key of a Secret: letters, digits, - _ and .');

const host = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9.:-]+$/, 'the name or the address of a host');

export const database = z.strictObject({
  host: host.describe('The server of the shop, such as balcao-postgres.'),
  port: z.int().min(1).max(65_535).default(5432),
  sslMode: z
    .enum(['disable', 'require', 'verify-full'])
    .default('disable')
    .describe('How the connection is encrypted; verify-full also checks who answers.'),
  secretRef: z
    .strictObject({ name: objectName })
    .describe('The Secret of the same namespace with username and password of an administrator.'),
  caSecretRef: z
    .strictObject({ name: objectName, key: dataKey.default('ca.crt') })
    .optional()
    .describe('The Secret with the authority that has signed the certificate of the server.'),
});
export type Database = z.output<typeof database>;

const persistentVolumeClaim = z.strictObject({
  claimName: objectName.describe('A claim of the same namespace.'),
  path: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
      'a path in the volume, without a slash at its ends',
    )
    .optional()
    .describe('The folder in the volume; its root where it is left out.'),
});

const s3 = z.strictObject({
  endpoint: z
    .string()
    .max(253)
    .regex(/^https?:\/\/[A-Za-z0-9.:-]+$/, 'an address such as https://s3.sa-east-1.amazonaws.com')
    .describe('The address of the server.'),
  bucket: z
    .string()
    .min(3)
    .max(63)
    .regex(/^[a-z0-9][a-z0-9.-]*[a-z0-9]$/, 'the name of a bucket: small letters, digits, - and .'),
  prefix: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/,
      'a path in the bucket, without a slash at its ends',
    )
    .optional(),
  region: z
    .string()
    .max(40)
    .regex(/^[a-z0-9-]+$/, 'the name of a region: small letters, digits and -')
    .optional(),
  secretRef: z
    .strictObject({ name: objectName })
    .describe('The Secret of the same namespace with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'),
});

/** One of them; a rule says so, since structural schemas know no alternatives. */
export const storage = z.strictObject({
  persistentVolumeClaim: persistentVolumeClaim.optional().describe('A volume.'),
  s3: s3.optional().describe('A bucket of S3, or of a server that speaks its language.'),
});
export type Storage = z.output<typeof storage>;

export const encryption = z
  .strictObject({
    secretRef: z.strictObject({ name: objectName, key: dataKey.default('key') }),
  })
  .describe('The Secret of the same namespace with the key, 32 bytes in base64. Keep a copy.');
export type Encryption = z.output<typeof encryption>;

/** @param path of the storage in the spec, such as `.storage` */
export function storageRule(path: string): CelRule {
  const at = `self${path}`;
  return {
    rule: `has(${at}.persistentVolumeClaim) != has(${at}.s3)`,
    message: 'storage is either persistentVolumeClaim or s3: name one of them',
    fieldPath: path,
  };
}

/** The program reads such a connection only where it knows the authority. */
export function trustRule(path: string): CelRule {
  const at = `self${path}`;
  return {
    rule: `!has(${at}.caSecretRef) || ${at}.sslMode == 'verify-full'`,
    message: 'caSecretRef is only for sslMode verify-full: leave it out, or set that',
    fieldPath: `${path}.caSecretRef`,
  };
}

export const jobLimits = {
  retries: z.int().min(0).max(10).default(3).describe('How often a Job that fails is tried again.'),
  timeoutSeconds: z
    .int()
    .min(60)
    .max(86_400)
    .default(3_600)
    .describe('What a Job may take, with all its attempts.'),
};

/** What Backups have, and schedules give to theirs. */
export const backupPlan = {
  database: database.describe('The server whose databases are backed up.'),
  storage: storage.describe('Where backups are kept.'),
  encryption: encryption.optional(),
  verify: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe('Whether it is restored into a scratch server and the books are checked there.'),
      everyDays: z
        .int()
        .min(0)
        .max(365)
        .default(0)
        .describe('How often that is done again; 0: once.'),
    })
    .default({ enabled: true, everyDays: 0 })
    .describe('The drill that proves it.'),
  deletionPolicy: z
    .enum(['Delete', 'Retain'])
    .default('Delete')
    .describe('What becomes of its files when the object is deleted.'),
  ...jobLimits,
};
