/** Each group of a route is a message of its own; what is told of one alert is always in one group. */
import assert from 'node:assert/strict';
import type { Delivery } from '@balcao/contracts/api/notification-routes.ts';
import type { Notification } from '@balcao/contracts/api/notifications.ts';
import { newId } from '@balcao/kit/ids.ts';
import { type Notifier, startNotifier, stockLow, tillClosed } from './harness.ts';
import { marketAlert } from './market-alert.ts';

describe('groups of a route', () => {
  let notifier: Notifier;
  beforeEach(async () => {
    notifier = await startNotifier();
  });
  afterEach(() => notifier.stop());

  const admin = () => notifier.as('admin');
  async function addRoute(wish: object) {
    const settings = { type: 'webhook', url: 'http://127.0.0.1:9/', secret: 'a-secret-that-signs' };
    const { body } = await admin().post('/notifications/channels', { name: 'Canal', settings });
    const { status } = await admin().post('/notifications/routes', { channelId: body.id, ...wish });
    assert.equal(status, 201);
  }
  /** The subjects of each message that waits, the oldest first, as positions in `subjects`. */
  async function groups(subjects: string[]) {
    const deliveries: Delivery[] = (await admin().get('/notifications/deliveries')).body.items;
    const inbox: Notification[] = (await admin().get('/notifications')).body.items;
    const placeOf = (id: string) =>
      subjects.indexOf(inbox.find((one) => one.id === id)?.subject ?? '');
    return deliveries.toReversed().map(({ notificationIds }) => notificationIds.map(placeOf));
  }
  /** Begins four alerts of two rules on two symbols, ends one, and tells of stock and a till. */
  async function tellOfAll() {
    const [one, other] = [newId(), newId()];
    const alerts = [
      { ruleId: one, symbol: 'USD-BRL' },
      { ruleId: one, symbol: 'EUR-BRL' },
      { ruleId: other, symbol: 'USD-BRL' },
      { ruleId: other, symbol: 'EUR-BRL' },
    ].map((changes) => ({ id: newId(), changes }));
    const [first] = alerts;
    assert.ok(first);
    const rest = [stockLow(), stockLow(), tillClosed(0)];
    await notifier.publish(
      ...alerts.map(({ id, changes }) => marketAlert('market.alert.firing', id, changes)),
      marketAlert('market.alert.resolved', first.id, first.changes),
      ...rest,
    );
    return groups([...alerts.map(({ id }) => id), ...rest.map(({ subject }) => subject)]);
  }

  for (const [groupBy, expected] of [
    [[], [[0, 1, 2, 3, 0, 4, 5, 6]]],
    [['event'], [[0, 1, 2, 3, 0], [4, 5], [6]]],
    [
      ['rule'],
      [
        [0, 1, 0],
        [2, 3],
        [4, 5, 6],
      ],
    ],
    [
      ['symbol'],
      [
        [0, 2, 0],
        [1, 3],
        [4, 5, 6],
      ],
    ],
    [
      ['symbol', 'rule'],
      [[0, 0], [1], [2], [3], [4, 5, 6]],
    ],
    [['subject'], [[0, 0], [1], [2], [3], [4], [5], [6]]],
  ] as const)
    it(`are told apart by ${groupBy.join(' and ') || 'nothing'}`, async () => {
      await addRoute({ groupSeconds: 3_600, groupBy });
      assert.deepEqual(await tellOfAll(), expected);
    });

  it('are kept apart in quiet hours too', async () => {
    await notifier.stop();
    notifier = await startNotifier({ TIME_ZONE: 'UTC' });
    const at = (shiftMs: number) => new Date(Date.now() + shiftMs).toISOString().slice(11, 16);
    const quietHours = { from: at(-3_600_000), to: at(3_600_000) };
    await addRoute({ quietHours, groupBy: ['event'] });
    assert.deepEqual(await tellOfAll(), [[0, 1, 2, 3, 0], [4, 5], [6]]);
  });

  it('of alerts of an Alertmanager are by their names', async () => {
    const token = 'the-token-of-the-alertmanager';
    await notifier.stop();
    notifier = await startNotifier({ NOTIFIER_ALERTMANAGER_TOKEN: token });
    await addRoute({ groupSeconds: 3_600, groupBy: ['rule'] });
    const alerts = ['A', 'B', 'A'].map((alertname, index) => ({
      status: 'firing',
      labels: { alertname, severity: 'warning' },
      annotations: {},
      startsAt: '2026-11-26T08:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: String(index).padStart(16, '0'),
    }));
    const { status } = await fetch(`${notifier.url}/api/v1/notifications/alertmanager`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ version: '4', alerts }),
    });
    assert.equal(status, 200);
    assert.deepEqual(await groups(['A', 'B']), [[0, 0], [1]]);
  });
});
