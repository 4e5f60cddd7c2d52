/** The API of channels: where notifier sends messages to beside the inbox. Secrets go in and never come out. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page } from '../page.ts';
import { name, opaque } from '../text.ts';

const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** What a channel needs to be reached; `secret`, `botToken` and Slack's `url` are stored encrypted. */
export const channelSettings = z.discriminatedUnion('type', [
  /** JSON, signed: `Balcao-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
  z.strictObject({
    type: z.literal('webhook'),
    url: httpUrl,
    secret: opaque(200).min(16, 'at least 16 characters'),
  }),
  /** An incoming webhook of Slack, whose address is all that one needs to write. */
  z.strictObject({ type: z.literal('slack'), url: httpUrl }),
  /** A bot of Telegram, and the chat that it writes into: a number or @channel. */
  z.strictObject({
    type: z.literal('telegram'),
    chatId: z.string().regex(/^(-?\d{1,20}|@\w{5,32})$/, 'a number, or @ and a name'),
    botToken: z.string().regex(/^\d{1,20}:[\w-]{20,60}$/, 'as BotFather gives it'),
  }),
]);
export type ChannelSettings = z.infer<typeof channelSettings>;

export const channelType = z.enum(['webhook', 'slack', 'telegram']);
export type ChannelType = z.infer<typeof channelType>;

export const language = z.enum(['pt', 'en']);
export type Language = z.infer<typeof language>;

export const createChannelRequest = z.strictObject({
  id: id.optional(),
  name,
  language: language.default('pt'),
  settings: channelSettings,
});
export type CreateChannelRequest = z.infer<typeof createChannelRequest>;

/** Without `settings` they stay as they are. */
export const updateChannelRequest = z.strictObject({
  name,
  language,
  isActive: z.boolean(),
  settings: channelSettings.optional(),
});
export type UpdateChannelRequest = z.infer<typeof updateChannelRequest>;

export const channel = z.object({
  id,
  name,
  type: channelType,
  language,
  /** Where it leads, as far as that is no secret: the host of an address, the chat. */
  target: z.string(),
  isActive: z.boolean(),
  createdAt: instant,
});
export type Channel = z.infer<typeof channel>;

export const channelPage = page(channel);
export type ChannelPage = z.infer<typeof channelPage>;
