/** Records what an attempt has come to: sent, to be tried again, or given up and told as `notification.failed`. */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { findNotifications } from './notification-store.ts';
import { type Outcome, retryDelayMs } from './outcome.ts';
import {
  finishDelivery,
  giveUpDelivery,
  putOffDelivery,
  type TakenDelivery,
} from './taken-store.ts';

export const attemptOutcomes = ['sent', 'retried', 'dead'] as const;

export interface RecordOptions {
  db: Database;
  outbox: Outbox;
  log: Logger;
  maxAttempts: number;
  retryMs: number;
  /** Counts attempts by what they came to. */
  onAttempt: (channelType: string, outcome: (typeof attemptOutcomes)[number]) => void;
}

export function createRecord(options: RecordOptions) {
  const { db, maxAttempts, retryMs, onAttempt } = options;
  return async (delivery: TakenDelivery, outcome: Outcome): Promise<void> => {
    const { channelType, attempts } = delivery;
    if (outcome.kind === 'sent') {
      if (await finishDelivery(db, delivery)) onAttempt(channelType, 'sent');
    } else if (outcome.kind === 'failed' && attempts < maxAttempts) {
      const ownMs = retryDelayMs(attempts, retryMs, Math.random());
      const delayMs = Math.max(ownMs, outcome.afterMs ?? 0);
      const isOwn = await putOffDelivery(db, delivery, { error: outcome.reason, delayMs });
      if (isOwn) onAttempt(channelType, 'retried');
    } else if (await giveUp(delivery, outcome.reason, options)) {
      onAttempt(channelType, 'dead');
    }
  };
}

async function giveUp(
  delivery: TakenDelivery,
  reason: string,
  { db, outbox, log }: RecordOptions,
): Promise<boolean> {
  const { id: deliveryId, channelId, channelType, notificationIds, attempts } = delivery;
  const [first] = await findNotifications(db, notificationIds.slice(0, 1));
  const facts = { deliveryId, channelId, channelType, event: first?.event ?? 'test' };
  return db.transaction(async (tx) => {
    const isOwn = await giveUpDelivery(tx, delivery, reason);
    if (isOwn) {
      tx.afterCommit(() =>
        log.error(
          { deliveryId, channelId, attempts, reason },
          'a message was given up; a person must look',
        ),
      );
      outbox.add(tx, [event('notification.failed', deliveryId, { ...facts, attempts, reason })]);
    }
    return isOwn;
  });
}
