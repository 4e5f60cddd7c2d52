/** A message reaches its channel once, whatever the server at the other end does; or is given up where people see it. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { finishDelivery, putOffDelivery } from '../src/taken-store.ts';
import { type Notifier, startNotifier, stockLow, tillClosed } from './harness.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const secret = 'a-secret-that-signs';

describe('deliveries', () => {
  let notifier: Notifier;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    notifier = await startNotifier({ NOTIFIER_TELEGRAM_URL: receiver.url });
  });
  afterEach(async () => {
    await notifier.stop();
    await receiver.close();
  });

  const admin = () => notifier.as('admin');
  async function addChannel(settings: object = { type: 'webhook', url: receiver.url, secret }) {
    const { body } = await admin().post('/notifications/channels', { name: 'Canal', settings });
    return body.id;
  }
  async function addRoute(channelId: string, wish: object = {}) {
    const { status } = await admin().post('/notifications/routes', { channelId, ...wish });
    assert.equal(status, 201);
  }
  const deliveries = async (query = '') =>
    (await admin().get(`/notifications/deliveries${query}`)).body.items;
  const become = (...states: string[]) =>
    eventually(async () => {
      const found = await deliveries();
      assert.deepEqual(
        found.map(({ state }: { state: string }) => state),
        states,
      );
      return found;
    });

  it('bring what a route asks for, signed, and nothing else', async () => {
    await addRoute(await addChannel(), { events: ['stock.low'], minimumSeverity: 'critical' });
    await notifier.publish(stockLow(500), tillClosed(-1), stockLow(0));
    await become('sent');
    const [{ headers, body } = assert.fail()] = receiver.received;
    const [, seconds, signature] =
      /^t=(\d+),v1=(\w+)$/.exec(String(headers['balcao-signature'])) ?? [];
    const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    assert.equal(signature, expected);
    const told = JSON.parse(body).notifications;
    assert.deepEqual([receiver.received.length, told.length, told[0].severity], [1, 1, 'critical']);
  });

  it('arrive in the end at a server that resets, hangs and fails, each attempt under the same name', async () => {
    receiver.plan('reset', 'hang', { status: 500 }, { status: 429 });
    await addRoute(await addChannel());
    await notifier.publish(stockLow());
    const [{ id, attempts, error }] = await become('sent');
    assert.deepEqual([attempts, error], [5, null]);
    const dismissed = await admin().delete(`/notifications/deliveries/${id}`);
    assert.equal(dismissed.body.code, 'invalid_transition');
    const names = receiver.received.map(({ headers }) => headers['balcao-delivery']);
    assert.deepEqual([names.length, new Set(names).size], [5, 1]);
  });

  it('count as taken when the status says so, though the body breaks off', async () => {
    receiver.plan('half');
    await addRoute(await addChannel());
    await notifier.publish(stockLow());
    await become('sent');
    assert.equal(receiver.received.length, 1);
  });

  it('wait as long as the server asks', async () => {
    receiver.plan({ status: 429, headers: { 'retry-after': '3600' } });
    await addRoute(await addChannel());
    await notifier.publish(stockLow());
    await eventually(async () => {
      const [{ attempts, dueAt, error }] = await deliveries();
      assert.deepEqual([attempts, error], [1, 'answered 429']);
      assert.ok(Date.parse(dueAt) - Date.now() > 3_500_000);
    });
  });

  it('are given up at once when they are refused, told as failed, and sent when a person replays them', async () => {
    receiver.plan({ status: 410 });
    const channelId = await addChannel();
    await addRoute(channelId);
    await notifier.publish(stockLow());
    const [{ id }] = await become('dead');
    const [failure] = await eventually(() => {
      assert.equal(notifier.failures.length, 1);
      return notifier.failures;
    });
    const facts = { channelId, channelType: 'webhook', event: 'stock.low', attempts: 1 };
    assert.deepEqual(failure?.data, { deliveryId: id, ...facts, reason: 'answered 410' });
    assert.equal((await admin().post(`/notifications/deliveries/${id}/replay`)).status, 202);
    await become('sent');
    const again = await admin().post(`/notifications/deliveries/${id}/replay`);
    assert.equal(again.body.code, 'invalid_transition');
    const unknown = await admin().post(`/notifications/deliveries/${newId()}/replay`);
    assert.equal(unknown.body.code, 'not_found');
  });

  it('are given up after their attempts', async () => {
    receiver.plan(...Array.from({ length: 6 }, () => ({ status: 503 })));
    await addRoute(await addChannel());
    await notifier.publish(stockLow());
    const [{ attempts, error }] = await become('dead');
    assert.deepEqual([attempts, error, receiver.received.length], [6, 'answered 503', 6]);
    const metrics = await (await fetch(`${notifier.url}/metrics`)).text();
    const count = (labels: string) =>
      new RegExp(`^notifications_delivered_total\\{${labels},[^}]*\\} (\\d+)$`, 'm').exec(
        metrics,
      )?.[1];
    assert.equal(count('channel="webhook",outcome="dead"'), '1');
    assert.equal(count('channel="email",outcome="dead"'), '0', 'there before the first');
  });

  it('of one group are one message, in the language of the channel', async () => {
    const botToken = '123456:abcdefghijklmnopqrstuvwxyz';
    const channelId = await addChannel({ type: 'telegram', chatId: '-100', botToken });
    await addRoute(channelId, { groupSeconds: 3_600 });
    await notifier.publish(stockLow(), stockLow(), tillClosed(0));
    const [{ notificationIds, attempts }] = await become('waiting');
    assert.deepEqual([notificationIds.length, attempts], [3, 0]);
    await notifier.db.query('UPDATE delivery SET due_at = now()');
    await become('sent');
    const [{ path, body } = assert.fail()] = receiver.received;
    assert.equal(path, `/bot${botToken}/sendMessage`);
    assert.match(
      JSON.parse(body).text,
      /^3 avisos\n• \d\d\/\d\d\/\d{4}, \d\d:\d\d · Estoque baixo/,
    );
  });

  it('wait for the end of quiet hours together, unless they are critical', async () => {
    const at = (shiftMs: number) => new Date(Date.now() + shiftMs).toISOString().slice(11, 16);
    await notifier.stop();
    notifier = await startNotifier({ TIME_ZONE: 'UTC' });
    const quietHours = { from: at(-3_600_000), to: at(3_600_000) };
    await addRoute(await addChannel(), { quietHours });
    await notifier.publish(stockLow(), stockLow(0), stockLow());
    const [critical, waiting] = await become('sent', 'waiting');
    assert.deepEqual([critical.notificationIds.length, waiting.notificationIds.length], [1, 2]);
    assert.equal(waiting.dueAt.slice(11, 16), quietHours.to);
  });

  it('go to the channel that their route names now, whatever waits for the one before', async () => {
    const [before, now] = [await addChannel(), await addChannel()];
    const wish = { channelId: before, groupSeconds: 3_600 };
    const { body: route } = await admin().post('/notifications/routes', wish);
    await notifier.publish(stockLow());
    const { id, ...fields } = route;
    const changed = { ...fields, channelId: now };
    assert.equal((await admin().put(`/notifications/routes/${id}`, changed)).status, 200);
    await notifier.publish(stockLow(), stockLow());
    const found = await deliveries();
    assert.deepEqual(
      found.map(
        ({ channelId, notificationIds }: { channelId: string; notificationIds: string[] }) => [
          channelId,
          notificationIds.length,
        ],
      ),
      [
        [now, 2],
        [before, 1],
      ],
    );
  });

  it('are not ended by a replica whose time is over, when another has taken them since', async () => {
    const channelId = await addChannel();
    await addRoute(channelId, { groupSeconds: 3_600 });
    await notifier.publish(stockLow());
    const [{ id }] = await deliveries();
    await notifier.db.query('UPDATE delivery SET attempts = 2');
    const late = { id, attempts: 1 };
    assert.equal(await putOffDelivery(notifier.db, late, { error: 'late', delayMs: 0 }), false);
    assert.equal(await finishDelivery(notifier.db, late), false);
    const [{ state, error }] = await deliveries();
    assert.deepEqual([state, error], ['waiting', null]);
    assert.equal(await finishDelivery(notifier.db, { id, attempts: 2 }), true);
  });

  it('of a test message go to Telegram as its bot, and need no route', async () => {
    const botToken = '123456:abcdefghijklmnopqrstuvwxyz';
    const id = await addChannel({ type: 'telegram', chatId: '-100', botToken });
    assert.equal((await admin().post(`/notifications/channels/${id}/test`)).status, 202);
    await become('sent');
    assert.equal(receiver.received[0]?.path, `/bot${botToken}/sendMessage`);
  });

  it('wait while their channel is not active, and are given up with it', async () => {
    const channelId = await addChannel();
    await addRoute(channelId);
    const change = { name: 'Canal', language: 'pt', isActive: false };
    await admin().put(`/notifications/channels/${channelId}`, change);
    await notifier.publish(stockLow());
    await become('waiting');
    assert.equal((await admin().delete(`/notifications/channels/${channelId}`)).status, 204);
    const [{ id, error }] = await become('dead');
    assert.equal(error, 'the channel was deleted');
    const replayed = await admin().post(`/notifications/deliveries/${id}/replay`);
    assert.equal(replayed.body.code, 'invalid_transition');
    assert.deepEqual((await admin().get('/notifications/routes')).body.items, []);
    const path = `/notifications/deliveries/${id}`;
    assert.equal((await notifier.as('stockist').delete(path)).status, 403);
    assert.equal((await admin().delete(path)).status, 204);
    assert.equal((await admin().delete(path)).body.code, 'not_found');
    assert.deepEqual(await deliveries(), []);
  });
});
