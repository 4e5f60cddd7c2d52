/** What notifier tells the others. */
import { z } from 'zod';
import { channelType } from '../api/notification-channels.ts';
import { id } from '../ids.ts';

/** A message that is not tried any more: a person must look. */
export const notificationFailed = z.object({
  deliveryId: id,
  channelId: id,
  channelType,
  /** Of the first thing that it tells of; `test` for a test message. */
  event: z.string(),
  attempts: z.int().min(1),
  reason: z.string(),
});
export type NotificationFailed = z.infer<typeof notificationFailed>;
