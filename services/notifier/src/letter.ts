/** How each kind of channel that takes HTTP wants a message written. */
import { createHmac } from 'node:crypto';
import type { ChannelSettings } from '@balcao/contracts/api/notification-channels.ts';
import { composeMessage, type Reader } from './message.ts';
import type { Letter } from './post.ts';
import type { Told } from './told.ts';

/** What is sent by one delivery; no notifications: a test message. */
export interface Parcel {
  deliveryId: string;
  reader: Reader;
  notifications: Told[];
}

/** Settings of channels that a message is posted to. */
export type PostSettings = Exclude<ChannelSettings, { type: 'email' }>;

export interface LetterOptions {
  telegramUrl: string;
  /** Part of a webhook's signature: an old one is a replay. */
  nowMs: number;
}

export function writeLetter(
  settings: PostSettings,
  parcel: Parcel,
  { telegramUrl, nowMs }: LetterOptions,
): Letter {
  switch (settings.type) {
    case 'webhook':
      return webhookLetter(settings, parcel, nowMs);
    case 'slack':
      return jsonLetter(settings.url, { text: slackText(parcel) });
    case 'telegram':
      return jsonLetter(`${telegramUrl}/bot${settings.botToken}/sendMessage`, {
        chat_id: settings.chatId,
        text: plainText(parcel),
        link_preview_options: { is_disabled: true },
      });
  }
}

/** The delivery's id is the same at every attempt, so that the receiver knows a repeat. */
function webhookLetter(
  { url, secret }: { url: string; secret: string },
  { deliveryId, notifications }: Parcel,
  nowMs: number,
): Letter {
  const letter = jsonLetter(url, { deliveryId, isTest: notifications.length === 0, notifications });
  const seconds = String(Math.floor(nowMs / 1_000));
  const signature = createHmac('sha256', secret).update(`${seconds}.${letter.body}`).digest('hex');
  return {
    ...letter,
    headers: {
      ...letter.headers,
      'balcao-delivery': deliveryId,
      'balcao-signature': `t=${seconds},v1=${signature}`,
    },
  };
}

function jsonLetter(url: string, body: object): Letter {
  return { url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function plainText({ notifications, reader }: Parcel): string {
  const { title, text } = composeMessage(notifications, reader);
  return `${title}\n${text}`;
}

/** Slack reads `<`, `>` and `&` as its own marks: https://api.slack.com/reference/surfaces/formatting#escaping. */
function slackText(parcel: Parcel): string {
  return plainText(parcel).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
