/** BackupSchedule: makes Backups at the times of a cron schedule, and has those removed that are kept no longer. */
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { backupPlan, storageRule, trustRule } from './backup-plan.ts';
import { cron, timeZone } from './cron-text.ts';
import {
  type CelRule,
  conditionsStatus,
  type ResourceDefinition,
  readyColumn,
  reasonColumn,
} from './resource.ts';

/** A Backup is called `<schedule>-<minute>`, and has 63 characters at most. */
const maxNameLength = 50;

const count = (what: string) => z.int().min(0).max(10_000).optional().describe(what);

const retention = z.strictObject({
  last: count('How many of the newest stay.'),
  days: count('All that are younger stay, in days.'),
  daily: count('Of so many days that have one, the newest stays.'),
  weekly: count('Of so many weeks, from Monday.'),
  monthly: count('Of so many months.'),
  yearly: count('Of so many years.'),
});
export type Retention = z.output<typeof retention>;

export const backupScheduleSpec = z.strictObject({
  schedule: cron.describe('When: minute, hour, day of the month, month, day of the week.'),
  timeZone: timeZone
    .default('America/Sao_Paulo')
    .describe('The zone that the schedule and the days of the retention are in.'),
  suspend: z.boolean().default(false).describe('While true no Backup is made, and none removed.'),
  concurrencyPolicy: z
    .enum(['Allow', 'Forbid', 'Replace'])
    .default('Forbid')
    .describe(
      'While one is being made: make the next beside it, have it wait, or give up the old.',
    ),
  startingDeadlineSeconds: z
    .int()
    .min(60)
    .max(604_800)
    .optional()
    .describe('One that could not be begun for so long is skipped; without it, it is made late.'),
  retention: retention
    .optional()
    .describe('Which of its Backups stay; one stays when any of these says so. All without it.'),
  template: z.strictObject(backupPlan).describe('What its Backups are like.'),
});
export type BackupScheduleSpec = z.output<typeof backupScheduleSpec>;

export const backupScheduleStatus = z.strictObject({
  ...conditionsStatus,
  lastScheduleTime: instant.optional().describe('The minute of the last Backup.'),
  nextScheduleTime: instant.optional().describe('The minute of the next one.'),
  lastBackup: z.string().max(63).optional().describe('The name of the last Backup.'),
  lastGoodTime: instant.optional().describe('The minute of the last Backup that is Ready.'),
  active: z
    .array(z.string().max(63))
    .max(20)
    .optional()
    .describe('Names of Backups that are being made, 20 at most.'),
  backups: z.int().min(0).optional().describe('How many of its Backups there are.'),
  prunedKey: z.string().max(64).optional().describe('For which state the retention was applied.'),
});

const refinements: readonly CelRule[] = [
  {
    rule: '!has(self.retention) || [has(self.retention.last), has(self.retention.days), has(self.retention.daily), has(self.retention.weekly), has(self.retention.monthly), has(self.retention.yearly)].exists(one, one)',
    message: 'retention names nothing that stays: set one of its fields, or leave it out',
    fieldPath: '.retention',
  },
];

export const backupSchedule: ResourceDefinition = {
  kind: 'BackupSchedule',
  plural: 'backupschedules',
  singular: 'backupschedule',
  shortNames: ['bsched', 'bscheds'],
  description: 'When a shop is backed up, and which backups are kept.',
  spec: backupScheduleSpec,
  status: backupScheduleStatus,
  maxNameLength,
  columns: [
    { name: 'Cron', type: 'string', jsonPath: '.spec.schedule' },
    { name: 'Zone', type: 'string', jsonPath: '.spec.timeZone' },
    { name: 'Last', type: 'date', jsonPath: '.status.lastScheduleTime' },
    // A time to come is no age.
    { name: 'Next', type: 'string', jsonPath: '.status.nextScheduleTime' },
    { name: 'Suspended', type: 'boolean', jsonPath: '.spec.suspend' },
    readyColumn,
    reasonColumn,
    { name: 'Backups', type: 'integer', jsonPath: '.status.backups', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  rules: [storageRule('.template.storage'), trustRule('.template.database'), ...refinements],
};
