/** The API of parked messages, the same in every service: events that it could not handle, to read and replay. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { text } from '../text.ts';

export const parkedMessage = z.object({
  id,
  /** The queue that it came by, such as `inventory.orders`. */
  queue: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  /** The aggregate that it is about. */
  subject: z.string().nullable(),
  attempts: z.int().min(0),
  error: z.string(),
  occurredAt: instant,
  parkedAt: instant,
  traceparent: z.string().nullable(),
});
export type ParkedMessage = z.infer<typeof parkedMessage>;

/** With its payload as it came, which may well be the reason that it is here. */
export const parkedMessageDetail = parkedMessage.extend({ payload: z.unknown() });
export type ParkedMessageDetail = z.infer<typeof parkedMessageDetail>;

export const parkedMessageListQuery = z.strictObject({
  ...pageParameters,
  queue: text(120).optional(),
  eventType: text(120).optional(),
});
export type ParkedMessageListQuery = z.infer<typeof parkedMessageListQuery>;

export const parkedMessagePage = page(parkedMessage);
export type ParkedMessagePage = z.infer<typeof parkedMessagePage>;

/** 202: it is due again at once, with its attempts counted from zero. */
export const replayResponse = z.object({ id, isQueued: z.literal(true) });
export type ReplayResponse = z.infer<typeof replayResponse>;
