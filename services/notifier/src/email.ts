/** A message as an e-mail. */
import type { ChannelSettings } from '@balcao/contracts/api/notification-channels.ts';
import type { SendMailOptions } from 'nodemailer';
import type { Parcel } from './letter.ts';
import { composeMessage } from './message.ts';

export type EmailSettings = Extract<ChannelSettings, { type: 'email' }>;

/** The delivery's id is the same at every attempt: mailboxes that know a message keep one of its copies. */
export function writeEmail(
  { from, to }: Pick<EmailSettings, 'from' | 'to'>,
  { deliveryId, reader, notifications }: Parcel,
): SendMailOptions {
  const { title, text } = composeMessage(notifications, reader);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    from: { name: 'Balcão', address: from },
    to,
    subject: title,
    text,
    messageId: `<${deliveryId}@${domain}>`,
    // RFC 3834: out-of-office replies leave such a message alone.
    headers: { 'auto-submitted': 'auto-generated' },
  };
}
