/** An alert reaches the people who tend the shop, once; nobody but the Alertmanager can tell one. */
import assert from 'node:assert/strict';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Notifier, startNotifier } from './harness.ts';
import { startReceiver } from './receiver.ts';

const token = 'the-token-of-the-alertmanager';
const bearer = { authorization: `Bearer ${token}` };
const path = '/notifications/alertmanager';

/** As Alertmanager 0.28 sends it. */
const alert = (changes: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'OutboxStuck', namespace: 'shop', service: 'sales', severity: 'critical' },
  annotations: {
    summary: 'An event of sales has waited for 3m',
    description: 'The oldest event is more than two minutes old.',
    runbook_url: 'https://example.com/OutboxStuck.md',
  },
  startsAt: '2026-11-26T08:00:00.123456789Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus/graph',
  fingerprint: 'c1a5f9d2b3e40718',
  ...changes,
});
const payload = (...alerts: object[]) => ({
  receiver: 'inbox',
  status: 'firing',
  alerts,
  groupLabels: { alertname: 'OutboxStuck' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager',
  version: '4',
  groupKey: '{}:{alertname="OutboxStuck"}',
  truncatedAlerts: 0,
});

describe('an Alertmanager', () => {
  let notifier: Notifier;
  let caller: ApiClient;
  const begin = async (env: Record<string, string>) => {
    notifier = await startNotifier(env);
    caller = createApiClient(notifier.url);
  };
  beforeEach(() => begin({ NOTIFIER_ALERTMANAGER_TOKEN: token }));
  afterEach(() => notifier.stop());

  const send = (...alerts: object[]) => caller.post(path, payload(...alerts), bearer);
  const inboxOf = async (role: 'admin' | 'stockist') =>
    (await notifier.as(role).get('/notifications')).body.items;

  it('tells once that an alert fires and once that it is over, however often it repeats it', async () => {
    const over = alert({ status: 'resolved', endsAt: '2026-11-26T09:10:00-03:00' });
    const answers = [await send(alert()), await send(alert()), await send(over, alert(), over)];
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body.told]),
      [
        [200, 1],
        [200, 0],
        [200, 1],
      ],
    );
    const [resolved, firing] = await inboxOf('admin');
    assert.equal(resolved.event, 'system.alert.resolved');
    assert.equal(resolved.occurredAt, '2026-11-26T12:10:00.000Z');
    assert.equal(firing.event, 'system.alert.firing');
    assert.deepEqual([firing.subject, firing.severity], ['OutboxStuck', 'critical']);
    assert.equal(firing.title.pt, 'Alerta: Há um evento de sales esperando há muito tempo');
    assert.equal(firing.title.en, 'Alert: An event of sales has waited for 3m');
    assert.deepEqual(await inboxOf('stockist'), []);
  });

  it('tells anew what fires again later, and what is about something else', async () => {
    const later = alert({ startsAt: '2026-11-26T10:00:00Z' });
    const other = alert({ fingerprint: '00000000000000ff' });
    assert.equal((await send(alert(), later, other)).body.told, 3);
  });

  it('is known by its token alone, before anything that it says is read', async () => {
    const stranger = { authorization: `Bearer ${'x'.repeat(40)}` };
    const admin = { authorization: `Bearer ${notifier.tokens.tokenFor('admin')}` };
    for (const headers of [{}, stranger, admin, { authorization: token }]) {
      const { status, body } = await caller.post(path, { version: 'no' }, headers);
      assert.deepEqual([status, body.code], [401, 'unauthenticated'], JSON.stringify(headers));
    }
    assert.equal((await caller.post(path, { version: 'no' }, bearer)).status, 422);
    // Both would be refused for their body, had it been read.
    const answers = [{}, bearer].map(async (headers) => {
      const type = { 'content-type': 'application/json' };
      const body = '{'.repeat(5_000_000);
      const url = `${notifier.url}/api/v1${path}`;
      return (await fetch(url, { method: 'POST', headers: { ...headers, ...type }, body })).status;
    });
    assert.deepEqual(await Promise.all(answers), [401, 413]);
  });

  it('finds nothing where no token is set', async () => {
    await notifier.stop();
    await begin({});
    assert.equal((await send(alert())).status, 404);
    assert.equal((await caller.post(path, payload(), { authorization: 'Bearer ' })).status, 404);
  });

  it('is refused in another version, and with what is no fingerprint or time', async () => {
    const { body } = await caller.post(path, { ...payload(alert()), version: '5' }, bearer);
    assert.deepEqual([body.code, body.errors[0].path], ['validation_failed', 'version']);
    for (const wrong of [{ fingerprint: 'x' }, { startsAt: 'now' }, { status: 'unknown' }])
      assert.equal((await send(alert(wrong))).status, 422, JSON.stringify(wrong));
    assert.deepEqual(await inboxOf('admin'), []);
  });

  it('reaches people by channels as everything else does', async () => {
    const receiver = await startReceiver();
    try {
      const settings = { type: 'webhook', url: receiver.url, secret: 'a-secret-that-signs' };
      const admin = notifier.as('admin');
      const { body } = await admin.post('/notifications/channels', { name: 'Plantão', settings });
      const wish = { channelId: body.id, events: ['system.alert.firing'] };
      assert.equal((await admin.post('/notifications/routes', wish)).status, 201);
      await send(alert(), alert({ status: 'resolved' }));
      await eventually(() => assert.equal(receiver.received.length, 1));
      const { notifications } = JSON.parse(receiver.received[0]?.body ?? '');
      assert.equal(notifications[0].subject, 'OutboxStuck');
    } finally {
      await receiver.close();
    }
  });
});
