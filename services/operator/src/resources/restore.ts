/** Restore: a backup brought back into the shop of the namespace, once: the shop is stopped for it and started again. */
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { backupId } from './backup.ts';
import { database, encryption, jobLimits, storage, trustRule } from './backup-plan.ts';
import { objectName } from './object-name.ts';
import {
  conditionsStatus,
  type ResourceDefinition,
  readyColumn,
  reasonColumn,
} from './resource.ts';

export const restoreSpec = z.strictObject({
  backupRef: z
    .strictObject({ name: objectName })
    .optional()
    .describe('The Backup of the same namespace that is brought back, from where it is kept.'),
  storage: storage.optional().describe('Where the backup is, without backupRef.'),
  backupId: backupId
    .optional()
    .describe('Which one of that storage; the newest finished one where it is left out.'),
  encryption: encryption.optional(),
  database: database
    .optional()
    .describe('The server of the shop; that of the Backup where it is left out.'),
  force: z
    .boolean()
    .default(false)
    .describe(
      'Whether databases with rows beyond those of a shop that was just installed are replaced.',
    ),
  ...jobLimits,
});
export type RestoreSpec = z.output<typeof restoreSpec>;

export const restorePhase = z.enum([
  'Checking',
  'Stopping',
  'Restoring',
  'Emptying',
  'Starting',
  'Completed',
  'Failed',
]);
export type RestorePhase = z.output<typeof restorePhase>;

export const restoreStatus = z.strictObject({
  ...conditionsStatus,
  phase: restorePhase.optional().describe('What is being done, or how it ended.'),
  backupId: backupId.optional().describe('The backup that is brought back.'),
  startedAt: instant.optional().describe('When it was begun.'),
  completedAt: instant.optional().describe('When the shop was open again.'),
  failedAt: instant.optional().describe('When it was given up.'),
});
export type RestoreStatus = z.output<typeof restoreStatus>;

export const restore: ResourceDefinition = {
  kind: 'Restore',
  plural: 'restores',
  singular: 'restore',
  shortNames: ['rst'],
  description: 'A backup that is brought back into the shop of its namespace, once.',
  spec: restoreSpec,
  status: restoreStatus,
  columns: [
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Backup', type: 'string', jsonPath: '.status.backupId' },
    readyColumn,
    reasonColumn,
    { name: 'Completed', type: 'date', jsonPath: '.status.completedAt', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  rules: [
    {
      rule: 'self == oldSelf',
      message: 'a Restore is done once and cannot be changed: make another',
    },
    {
      rule: 'has(self.backupRef) != has(self.storage)',
      message: 'name either backupRef or storage',
      fieldPath: '.backupRef',
    },
    {
      rule: 'has(self.storage) || (!has(self.backupId) && !has(self.encryption))',
      message: 'backupId and encryption are those of the Backup: leave them out',
      fieldPath: '.backupRef',
    },
    {
      rule: 'has(self.backupRef) || has(self.database)',
      message: 'without backupRef the server of the shop has to be named',
      fieldPath: '.storage',
    },
    {
      rule: '!has(self.storage) || has(self.storage.persistentVolumeClaim) != has(self.storage.s3)',
      message: 'storage is either persistentVolumeClaim or s3: name one of them',
      fieldPath: '.storage',
    },
    {
      rule: `!has(self.database) || (${trustRule('.database').rule})`,
      message: trustRule('.database').message,
      fieldPath: '.database.caSecretRef',
    },
  ],
};
