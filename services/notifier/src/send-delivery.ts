/** Makes one attempt at sending a delivery. */
import type { Database } from '@balcao/kit/db.ts';
import { openSettings } from './channel.ts';
import { writeEmail } from './email.ts';
import { writeLetter } from './letter.ts';
import type { Mail } from './mail.ts';
import { findTold } from './notification-store.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Post } from './post.ts';
import type { SecretBox } from './secret-box.ts';
import type { TakenDelivery } from './taken-store.ts';
import type { TimeLimit } from './time-limit.ts';
import { withoutEnded } from './told.ts';

export interface SendOptions {
  db: Database;
  box: SecretBox;
  post: Post;
  mail: Mail;
  telegramUrl: string;
  /** How long a mail server may take over a message that it has. */
  mailTimeoutMs: number;
  /** The shop's. */
  timeZone: string;
}

export function createSend(options: SendOptions) {
  const { db, box, post, mail, telegramUrl, timeZone } = options;
  return async (
    delivery: TakenDelivery,
    { signal, prolong }: Pick<TimeLimit, 'signal' | 'prolong'>,
  ): Promise<Outcome> => {
    const { id: deliveryId, channelId, language, sealed } = delivery;
    let settings: ReturnType<typeof openSettings>;
    try {
      settings = openSettings(channelId, sealed, box);
    } catch {
      return { kind: 'refused', reason: 'the secrets of the channel cannot be read with this key' };
    }
    const notifications = withoutEnded(await findTold(db, delivery));
    const parcel = { deliveryId, reader: { language, timeZone }, notifications };
    if (settings.type === 'email') {
      const onWhole = () => prolong(options.mailTimeoutMs);
      await mail(settings, writeEmail(settings, parcel), { signal, onWhole });
      return { kind: 'sent' };
    }
    const letter = writeLetter(settings, parcel, { telegramUrl, nowMs: Date.now() });
    return outcomeOf(await post(letter, signal), Date.now());
  };
}
