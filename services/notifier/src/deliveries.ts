/** The sending of messages, put together: worker, attempts, records and their metrics. */
import { channelType } from '@balcao/contracts/api/notification-channels.ts';
import type { Base } from '@balcao/kit/base.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { AddressGuard } from './address-guard.ts';
import type { NotifierConfig } from './config.ts';
import { createDeliveryWorker, type DeliveryWorker } from './delivery-worker.ts';
import { createMail } from './mail.ts';
import { createPost } from './post.ts';
import { attemptOutcomes, createRecord } from './record-outcome.ts';
import type { SecretBox } from './secret-box.ts';
import { createSend } from './send-delivery.ts';
import { countDeliveries } from './taken-store.ts';

export interface Deliveries extends DeliveryWorker {
  /** Has what is due sent right after the commit. */
  sendSoon(tx: Tx): void;
  countJob: Job;
}

const countMs = 10_000;

export function createDeliveries(
  config: NotifierConfig,
  { base, box, guard }: { base: Base; box: SecretBox; guard: AddressGuard },
): Deliveries {
  const { db, outbox, log, metrics } = base;
  const attempts = metrics.counter(
    'notifications_delivered_total',
    'Attempts at sending a message, by what they came to: sent, retried or dead.',
    ['channel', 'outcome'],
  );
  // There from the start, so that the first message that is given up is an increase.
  for (const channel of channelType.options) {
    for (const outcome of attemptOutcomes) attempts.inc({ channel, outcome }, 0);
  }
  const open = metrics.gauge('notification_deliveries', 'Messages that wait, or were given up.', [
    'state',
  ]);
  const worker = createDeliveryWorker({
    db,
    log,
    timeoutMs: config.timeoutMs,
    send: createSend({
      db,
      box,
      post: createPost(guard),
      mail: createMail(guard),
      telegramUrl: config.telegramUrl,
      mailTimeoutMs: config.mailTimeoutMs,
      timeZone: config.timeZone,
    }),
    record: createRecord({
      db,
      outbox,
      log,
      maxAttempts: config.attempts,
      retryMs: config.retryMs,
      onAttempt: (channel, outcome) => attempts.inc({ channel, outcome }),
    }),
  });
  return {
    ...worker,
    sendSoon: (tx) =>
      tx.afterCommit(
        () =>
          void worker.look().catch((error: unknown) => log.warn({ err: error }, 'messages wait')),
      ),
    countJob: {
      name: 'count deliveries',
      everyMs: countMs,
      async run() {
        const { waiting, dead } = await countDeliveries(db);
        open.set({ state: 'waiting' }, waiting);
        open.set({ state: 'dead' }, dead);
      },
    },
  };
}
