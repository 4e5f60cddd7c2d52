/** Backup: every database of a shop as it was at one instant, made once and proven by restoring it. */
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { backupPlan, storageRule, trustRule } from './backup-plan.ts';
import {
  type CelRule,
  conditionsStatus,
  type ResourceDefinition,
  readyColumn,
  reasonColumn,
} from './resource.ts';

export const backupSpec = z.strictObject(backupPlan);
export type BackupSpec = z.output<typeof backupSpec>;

/** As the program names its backups: the time, and six digits. */
export const backupId = z
  .string()
  .max(40)
  .regex(/^\d{8}T\d{6}Z-[0-9a-f]{6}$/, 'the id of a backup');

export const backupStatus = z.strictObject({
  ...conditionsStatus,
  backupId: backupId.optional().describe('What it is called in its storage.'),
  startedAt: instant.optional().describe('When its Job was begun.'),
  completedAt: instant.optional().describe('When it was finished.'),
  failedAt: instant.optional().describe('When it was given up.'),
  size: z.string().max(20).optional().describe('What it takes in its storage, for people.'),
  took: z.string().max(20).optional().describe('How long it took, for people.'),
  storedBytes: z.int().min(0).optional().describe('What it takes in its storage.'),
  databases: z.int().min(0).optional(),
  rows: z.int().min(0).optional(),
  lastVerified: instant.optional().describe('When it was last proven.'),
  lastDrill: instant.optional().describe('When a drill last ended, whatever it found.'),
  drillRound: z.string().max(64).optional().describe('Which drill that was.'),
});
export type BackupStatus = z.output<typeof backupStatus>;

const fixed = (field: string, isOptional = false): CelRule => ({
  rule: isOptional
    ? `has(self.${field}) == has(oldSelf.${field}) && (!has(self.${field}) || self.${field} == oldSelf.${field})`
    : `self.${field} == oldSelf.${field}`,
  message: `${field} cannot be changed: a Backup is made once; make another`,
  fieldPath: `.${field}`,
});

export const backup: ResourceDefinition = {
  kind: 'Backup',
  plural: 'backups',
  singular: 'backup',
  shortNames: ['bak', 'baks'],
  description: 'A backup of a shop, made once and proven by restoring it.',
  spec: backupSpec,
  status: backupStatus,
  columns: [
    { name: 'Size', type: 'string', jsonPath: '.status.size' },
    { name: 'Took', type: 'string', jsonPath: '.status.took' },
    {
      name: 'Verified',
      type: 'string',
      jsonPath: '.status.conditions[?(@.type=="Verified")].status',
    },
    readyColumn,
    reasonColumn,
    { name: 'Proven', type: 'date', jsonPath: '.status.lastVerified', priority: 1 },
    { name: 'Backup', type: 'string', jsonPath: '.status.backupId', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  rules: [
    storageRule('.storage'),
    trustRule('.database'),
    fixed('database'),
    fixed('storage'),
    fixed('encryption', true),
    fixed('retries'),
    fixed('timeoutSeconds'),
  ],
};
