/** The end of an alert reaches a channel after its beginning, however long that takes. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Notifier, startNotifier, stockLow } from './harness.ts';
import { marketAlert } from './market-alert.ts';
import { type Receiver, startReceiver } from './receiver.ts';

describe('the end of an alert', () => {
  let notifier: Notifier;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    notifier = await startNotifier();
  });
  afterEach(async () => {
    await notifier.stop();
    await receiver.close();
  });

  const admin = () => notifier.as('admin');
  async function addRoute(wish: object = {}) {
    const settings = { type: 'webhook', url: receiver.url, secret: 'a-secret-that-signs' };
    const { body } = await admin().post('/notifications/channels', { name: 'Canal', settings });
    await admin().post('/notifications/routes', { channelId: body.id, ...wish });
  }
  const deliveries = async () => (await admin().get('/notifications/deliveries')).body.items;
  const told = () =>
    receiver.received.map(({ body }) => {
      const [{ event, subject }] = JSON.parse(body).notifications;
      return `${event} ${subject}`;
    });

  it('waits while its beginning is tried again; another alert does not', async () => {
    receiver.plan({ status: 429, headers: { 'retry-after': '3600' } });
    await addRoute();
    const [one, other] = [newId(), newId()];
    await notifier.publish(marketAlert('market.alert.firing', one));
    await eventually(async () => assert.equal((await deliveries())[0].error, 'answered 429'));
    await notifier.publish(
      marketAlert('market.alert.resolved', one),
      marketAlert('market.alert.firing', other),
    );
    const firing = `market.alert.firing ${one}`;
    const another = `market.alert.firing ${other}`;
    await eventually(() => assert.deepEqual(told(), [firing, another]));
    const [, end] = await deliveries();
    assert.deepEqual([end.state, end.attempts], ['waiting', 0]);
    await notifier.db.query('UPDATE delivery SET due_at = now() WHERE attempts = 1');
    const expected = [firing, another, firing, `market.alert.resolved ${one}`];
    await eventually(() => assert.deepEqual(told(), expected));
  });

  it('is sent when its beginning was given up', async () => {
    receiver.plan({ status: 410 });
    await addRoute();
    const one = newId();
    await notifier.publish(
      marketAlert('market.alert.firing', one),
      marketAlert('market.alert.resolved', one),
    );
    const expected = [`market.alert.firing ${one}`, `market.alert.resolved ${one}`];
    await eventually(() => assert.deepEqual(told(), expected));
  });

  it('joins its beginning in a group, and no other message while that is tried again', async () => {
    await addRoute({ groupSeconds: 3_600 });
    const [one, late] = [newId(), newId()];
    await notifier.publish(
      marketAlert('market.alert.firing', one),
      marketAlert('market.alert.resolved', one),
    );
    assert.deepEqual((await deliveries()).length, 1);
    await notifier.publish(marketAlert('market.alert.firing', late));
    receiver.plan({ status: 429, headers: { 'retry-after': '3600' } });
    await notifier.db.query('UPDATE delivery SET due_at = now()');
    await eventually(async () => assert.equal((await deliveries())[0].error, 'answered 429'));
    await notifier.publish(stockLow(), marketAlert('market.alert.resolved', late));
    const sizes = (await deliveries()).map(
      ({ notificationIds }: { notificationIds: string[] }) => notificationIds.length,
    );
    assert.deepEqual(sizes, [1, 1, 3]);
  });
});
