/** The storage that the settings name: a folder, or a bucket. */
import { ConfigError, type ConfigOf } from '@balcao/kit/config.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { storageSettings } from './config.ts';
import { createFolderStorage } from './folder-storage.ts';
import { createS3Client } from './s3-client.ts';
import { createS3Storage } from './s3-storage.ts';
import type { Storage } from './storage.ts';

/** @throws ConfigError unless it is one of the two, with all that it needs. */
export function openStorage(config: ConfigOf<typeof storageSettings>, log: Logger): Storage {
  const { folder, bucket, endpoint, accessKeyId, secretAccessKey, region, prefix } = config;
  if ((folder === undefined) === (bucket === undefined))
    throw new ConfigError(['BACKUP_FOLDER or BACKUP_S3_BUCKET has to be set, and not both']);
  if (folder !== undefined) return createFolderStorage(folder);
  if (
    bucket === undefined ||
    endpoint === undefined ||
    accessKeyId === undefined ||
    secretAccessKey === undefined
  )
    throw new ConfigError([
      'BACKUP_S3_BUCKET needs BACKUP_S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    ]);
  const settings = { endpoint, bucket, region, accessKeyId, secretAccessKey };
  return createS3Storage(createS3Client(settings, log), prefix === '' ? '' : `${prefix}/`);
}
