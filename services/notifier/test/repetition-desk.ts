/** A notifier with a channel of Telegram and a clock of the test's, to see which alerts are told again. */
import assert from 'node:assert/strict';
import type { Delivery } from '@balcao/contracts/api/notification-routes.ts';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import type { WallClock } from '../src/dispatch.ts';
import { repetitionJob } from '../src/repetitions.ts';
import { envelope, type Notifier, startNotifier } from './harness.ts';
import { marketAlert } from './market-alert.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** Seconds. */
export const hour = 3_600;
export const hourly = { repeatSeconds: hour };

/** Resolves when so many transactions wait for a lock, which the given one holds. */
export const areWaiting = (tx: Tx, count: number) =>
  eventually(async () => {
    const waiting = await tx.query(
      'SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))',
    );
    assert.equal(waiting.length, count);
  });

export interface RepetitionDesk {
  notifier: Notifier;
  receiver: Receiver;
  /** The shop's clock: noon at first. */
  now(): Date;
  timeOf: WallClock['timeOf'];
  pass(seconds: number): void;
  /** A route to a channel of its own. */
  addRoute(wish: object): Promise<object & { id: string; channelId: string }>;
  begin(alertId?: string, changes?: object): Promise<void>;
  end(alertId: string): Promise<void>;
  acknowledge(alertId: string): Promise<void>;
  /** `change` counts both of an alert. */
  mute(alertId: string, change: number): Promise<void>;
  unmute(alertId: string, change: number): Promise<void>;
  /** As another replica: when it has looked, whatever is due has been told, by whomever. */
  look(): Promise<void>;
  /** How many messages there are when so much time has passed. */
  after(seconds: number): Promise<number>;
  deliveries(): Promise<Delivery[]>;
  /** Resolves when there are so many messages and all of them are sent. */
  areSent(count: number): Promise<void>;
  stop(): Promise<void>;
}

export async function openRepetitionDesk(): Promise<RepetitionDesk> {
  let now = new Date('2026-11-26T12:00:00Z');
  const receiver = await startReceiver();
  const env = { NOTIFIER_TELEGRAM_URL: receiver.url, TIME_ZONE: 'UTC' };
  const notifier = await startNotifier(env, () => now);
  const admin = notifier.as('admin');
  const clock = { now: () => now, timeOf: shopClock('UTC') };
  const { run: look } = repetitionJob({ db: notifier.db, clock, sendSoon: () => undefined });
  const deliveries = async (): Promise<Delivery[]> =>
    (await admin.get('/notifications/deliveries')).body.items;
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };
  return {
    notifier,
    receiver,
    ...clock,
    pass,
    look,
    deliveries,
    async addRoute(wish) {
      const botToken = '123456:abcdefghijklmnopqrstuvwxyz';
      const settings = { type: 'telegram', chatId: '-100', botToken };
      const channel = await admin.post('/notifications/channels', { name: 'Canal', settings });
      const route = { channelId: channel.body.id, ...wish };
      const { status, body } = await admin.post('/notifications/routes', route);
      assert.equal(status, 201);
      return body;
    },
    begin: (alertId = newId(), changes = {}) =>
      notifier.publish(marketAlert('market.alert.firing', alertId, changes)),
    end: (alertId) => notifier.publish(marketAlert('market.alert.resolved', alertId)),
    acknowledge(alertId) {
      const data = {
        alertId,
        acknowledgedAt: now.toISOString(),
        acknowledgedBy: newId(),
      };
      return notifier.publish(envelope('market.alert.acknowledged', alertId, data));
    },
    mute: (alertId, change) =>
      notifier.publish(envelope('market.alert.muted', alertId, { alertId, change })),
    unmute: (alertId, change) =>
      notifier.publish(envelope('market.alert.unmuted', alertId, { alertId, change })),
    async after(seconds) {
      pass(seconds);
      await look();
      return (await deliveries()).length;
    },
    async areSent(count) {
      await eventually(async () => {
        const states = (await deliveries()).map(({ state }) => state);
        assert.deepEqual(states, Array(count).fill('sent'));
      });
    },
    async stop() {
      await notifier.stop();
      await receiver.close();
    },
  };
}
