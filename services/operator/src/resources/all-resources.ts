/** Every custom resource of the shop: the only list. */
import { alertRule } from './alert-rule.ts';
import { backup } from './backup.ts';
import { backupSchedule } from './backup-schedule.ts';
import { notificationChannel } from './notification-channel.ts';
import { priceFeed } from './price-feed.ts';
import type { ResourceDefinition } from './resource.ts';
import { restore } from './restore.ts';

export const allResources: readonly ResourceDefinition[] = [
  priceFeed,
  alertRule,
  notificationChannel,
  backup,
  backupSchedule,
  restore,
];
