/** The API of channels: where notifier sends messages to beside the inbox. Secrets go in and never come out. */
import { z } from 'zod';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { managedBy, wantedManagedBy } from '../managed-by.ts';
import { page } from '../page.ts';
import { email, name, opaque } from '../text.ts';

const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

const emailSettings = z
  .strictObject({
    type: z.literal('email'),
    host: z.union([z.hostname(), z.ipv4(), z.ipv6()]),
    port: z.int().min(1).max(65_535).default(587),
    /** starttls: encrypted before anything is said, or not at all; tls: from the first byte, as on port 465. */
    encryption: z.enum(['starttls', 'tls', 'none']).default('starttls'),
    /** Null for a server that asks nobody who they are. */
    login: z
      .strictObject({
        username: opaque(254),
        password: z
          .string()
          .min(1)
          .max(500)
          .regex(/^\P{Cc}*$/u, 'control characters are not allowed'),
      })
      .nullable()
      .default(null),
    from: email,
    to: z.array(email).min(1).max(20),
  })
  .refine(({ encryption, login }) => encryption !== 'none' || login === null, {
    path: ['encryption'],
    message: 'a password is never sent in the clear',
  });

/** What a channel needs to be reached; all of it is stored encrypted. */
export const channelSettings = z.discriminatedUnion('type', [
  /** JSON, signed: `Balcao-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
  z.strictObject({
    type: z.literal('webhook'),
    url: httpUrl,
    secret: opaque(200).min(16, 'at least 16 characters'),
  }),
  /** An incoming webhook of Slack, whose address is all that one needs to write: it never goes in the clear. */
  z.strictObject({ type: z.literal('slack'), url: z.url({ protocol: /^https$/ }).max(2_000) }),
  /** A bot of Telegram, and the chat that it writes into: a number or @channel. */
  z.strictObject({
    type: z.literal('telegram'),
    chatId: z.string().regex(/^(-?\d{1,20}|@\w{5,32})$/, 'a number, or @ and a name'),
    botToken: z.string().regex(/^\d{1,20}:[\w-]{20,60}$/, 'as BotFather gives it'),
  }),
  /** A mail server that takes messages (SMTP), and the people who get them. */
  emailSettings,
]);
export type ChannelSettings = z.infer<typeof channelSettings>;

export const channelType = z.enum(['webhook', 'slack', 'telegram', 'email']);
export type ChannelType = z.infer<typeof channelType>;

export const language = z.enum(['pt', 'en']);
export type Language = z.infer<typeof language>;

export const createChannelRequest = z.strictObject({
  id: id.optional(),
  name,
  language: language.default('pt'),
  settings: channelSettings,
  managedBy: wantedManagedBy,
});
export type CreateChannelRequest = z.infer<typeof createChannelRequest>;

/** Without `settings` they stay as they are. */
export const updateChannelRequest = z.strictObject({
  name,
  language,
  isActive: z.boolean(),
  settings: channelSettings.optional(),
  managedBy: wantedManagedBy,
});
export type UpdateChannelRequest = z.infer<typeof updateChannelRequest>;

/** waiting: it failed, and is tried again. */
export const lastDelivery = z.object({
  at: instant,
  status: z.enum(['waiting', 'sent', 'dead']),
  error: z.string().nullable(),
});
export type LastDelivery = z.infer<typeof lastDelivery>;

export const channel = z.object({
  id,
  name,
  type: channelType,
  language,
  /** Where it leads, as far as that is no secret: the host of an address, the chat, the recipients. */
  target: z.string(),
  isActive: z.boolean(),
  createdAt: instant,
  managedBy: managedBy.nullable(),
  /** When `settings` were last written, by whomever: what a manager knows them by. Null from an older version. */
  settingsAt: instant.nullable().default(null),
  /** What the last attempt at sending has come to; null before the first one, and when it has long been forgotten. */
  lastDelivery: lastDelivery.nullable(),
});
export type Channel = z.infer<typeof channel>;

export const channelPage = page(channel);
export type ChannelPage = z.infer<typeof channelPage>;
