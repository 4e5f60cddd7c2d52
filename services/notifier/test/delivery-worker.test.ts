/** Guarantee: servers that have a message and take minutes over it do not hold up the messages of others. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { silentLog } from '@balcao/kit/testing/kit-database.ts';
import { createDeliveryWorker } from '../src/delivery-worker.ts';
import type { TakenDelivery } from '../src/taken-store.ts';
import { type Notifier, startNotifier } from './harness.ts';

const ofChannel = 4;

describe('messages over which their servers take their time', () => {
  let notifier: Notifier;
  beforeEach(async () => {
    notifier = await startNotifier();
    // What is due now is left to the test.
    await notifier.service.stop();
  });
  afterEach(() => notifier?.stop());

  /** So many channels, each with more messages that are due than it may have under way. */
  const addChannels = (count: number) =>
    notifier.db.query(
      `WITH added AS (
         INSERT INTO channel (id, name, type, language, settings, target, is_active)
         SELECT id, id::text, 'webhook', 'en', '', '', true FROM unnest($1::uuid[]) AS id RETURNING id)
       INSERT INTO delivery (id, channel_id, notification_ids, is_urgent, due_at)
       SELECT gen_random_uuid(), id, '{}', false, now() - row_number() OVER (ORDER BY id) * interval '1 second'
       FROM added CROSS JOIN generate_series(0, $2)`,
      [Array.from({ length: count }, newId), ofChannel],
    );
  const begin = (isSlow: boolean) => {
    const begun: TakenDelivery[] = [];
    const worker = createDeliveryWorker({
      db: notifier.db,
      log: silentLog,
      timeoutMs: 60_000,
      send(delivery, { prolong, signal }) {
        begun.push(delivery);
        if (isSlow) prolong(600_000);
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
      record: () => assert.fail('none has an end'),
    });
    return { begun, worker };
  };
  const areBegun = (begun: TakenDelivery[], count: number, channels: number) => {
    assert.equal(begun.length, count);
    const byChannel = Map.groupBy(begun, ({ channelId }) => channelId);
    assert.equal(byChannel.size, channels);
    for (const all of byChannel.values()) assert.ok(all.length <= ofChannel);
  };

  /** One look at messages for so many channels begins so many of them, for so many of the channels. */
  const looksOnce = async (
    { channels, isSlow }: { channels: number; isSlow: boolean },
    expected: { messages: number; channels: number },
  ) => {
    await addChannels(channels);
    const { begun, worker } = begin(isSlow);
    await worker.look();
    areBegun(begun, expected.messages, expected.channels);
    await worker.stop();
  };

  it('leave their places to others, but keep those of their channel', () =>
    looksOnce({ channels: 6, isSlow: true }, { messages: 24, channels: 6 }));

  it('keep their places from the sixty-fifth on', () =>
    looksOnce({ channels: 25, isSlow: true }, { messages: 80, channels: 20 }));

  it('are sixteen at once where none does', () =>
    looksOnce({ channels: 6, isSlow: false }, { messages: 16, channels: 4 }));
});
