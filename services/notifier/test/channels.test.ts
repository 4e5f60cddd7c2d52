/** Channels keep their secrets, lead nowhere into the own network, and are the admin's. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Notifier, startNotifier, stockLow } from './harness.ts';

const secret = 'segredo-do-webhook-1';
const webhook = (url: string) => ({ name: 'Canal', settings: { type: 'webhook', url, secret } });
const change = { name: 'Outro', language: 'en', isActive: false };

describe('channels', () => {
  let notifier: Notifier;
  before(async () => {
    notifier = await startNotifier({ NOTIFIER_ALLOWED_RANGES: '' });
  });
  after(() => notifier.stop());
  const path = '/notifications/channels';

  it('never give their secrets back, nor hold them readably', async () => {
    const admin = notifier.as('admin');
    const made = await admin.post(path, webhook('https://example.com/hook?key=1'));
    const { id, createdAt: _, settingsAt: __, ...shown } = made.body;
    const facts = { name: 'Canal', type: 'webhook', language: 'pt', isActive: true };
    const none = { managedBy: null, lastDelivery: null };
    assert.deepEqual(shown, { ...facts, ...none, target: 'example.com' });
    const changed = await admin.put(`${path}/${id}`, change);
    assert.deepEqual([changed.body.name, changed.body.isActive], ['Outro', false]);
    const listed = await admin.get(path);
    for (const { bytes } of [made, changed, listed]) assert.equal(bytes.includes(secret), false);
    const rows = await notifier.db.query<{ settings: Buffer }>('SELECT settings FROM channel');
    for (const { settings } of rows) assert.equal(settings.includes(secret), false);
  });

  it('are refused where they lead into a private network, by address at once and by name when it is resolved', async () => {
    const admin = notifier.as('admin');
    for (const url of [
      'http://127.0.0.1/',
      'http://169.254.169.254/latest',
      'http://[::1]:8001/',
    ]) {
      const { body } = await admin.post(path, webhook(url));
      assert.deepEqual(
        [body.code, body.errors[0].path],
        ['validation_failed', 'settings.url'],
        url,
      );
    }
    const { body } = await admin.post(path, webhook('http://localhost:8001/'));
    await admin.post('/notifications/routes', { channelId: body.id });
    await notifier.publish(stockLow());
    await eventually(async () => {
      const { body: dead } = await admin.get(
        `/notifications/deliveries?channelId=${body.id}&state=dead`,
      );
      assert.match(dead.items[0].error, /localhost .* private network/);
    });
  });

  it('never carry the address of a Slack webhook in the clear', async () => {
    const settings = { type: 'slack', url: 'http://hooks.slack.com/services/T/B/x' };
    const { status, body } = await notifier.as('admin').post(path, { name: 'Canal', settings });
    assert.deepEqual([status, body.errors[0].path], [422, 'settings.url']);
  });

  it('are made once under one id, and are not found where there are none', async () => {
    const admin = notifier.as('admin');
    const id = newId();
    const wish = { id, ...webhook('https://example.com/') };
    assert.equal((await admin.post(path, wish)).status, 201);
    assert.equal((await admin.post(path, wish)).body.code, 'already_exists');
    const unknown = newId();
    assert.equal((await admin.put(`${path}/${unknown}`, change)).status, 404);
    assert.equal((await admin.delete(`${path}/${unknown}`)).status, 404);
    assert.equal((await admin.post(`${path}/${unknown}/test`)).status, 404);
    assert.equal((await admin.post('/notifications/routes', { channelId: unknown })).status, 404);
  });

  it('are the admin’s alone, with routes and deliveries', async () => {
    for (const role of ['seller', 'stockist'] as const)
      for (const each of [path, '/notifications/routes', '/notifications/deliveries'])
        assert.equal((await notifier.as(role).get(each)).status, 403, each);
  });
});
