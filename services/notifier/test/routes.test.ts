/** Routes can be listed, changed and deleted; what they say is checked. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { type Notifier, startNotifier } from './harness.ts';

describe('routes of notifications', () => {
  let notifier: Notifier;
  let channelId: string;
  before(async () => {
    notifier = await startNotifier();
    const settings = { type: 'slack', url: 'https://hooks.slack.com/services/T/B/x' };
    const wish = { name: 'Canal', settings };
    channelId = (await notifier.as('admin').post('/notifications/channels', wish)).body.id;
  });
  after(() => notifier.stop());
  const path = '/notifications/routes';

  it('send everything at once unless they say otherwise, and can be changed', async () => {
    const admin = notifier.as('admin');
    const { body } = await admin.post(path, { channelId });
    const { id, ...rest } = body;
    const facts = { channelId, events: [], minimumSeverity: 'info', quietHours: null };
    assert.deepEqual(rest, { ...facts, groupSeconds: 0, groupBy: [], repeatSeconds: null });
    const wish = {
      ...rest,
      events: ['stock.low'],
      quietHours: { from: '22:00', to: '07:00' },
      groupBy: ['rule'],
      repeatSeconds: 3_600,
    };
    assert.deepEqual((await admin.put(`${path}/${id}`, wish)).body, { id, ...wish });
    assert.deepEqual((await admin.get(path)).body.items, [{ id, ...wish }]);
    assert.equal((await admin.delete(`${path}/${id}`)).status, 204);
    assert.equal((await admin.delete(`${path}/${id}`)).status, 404);
    assert.equal((await admin.put(`${path}/${newId()}`, wish)).status, 404);
  });

  it('are refused with hours that are none, and events that nobody knows', async () => {
    for (const wish of [
      { quietHours: { from: '24:00', to: '07:00' } },
      { quietHours: { from: '07:00', to: '07:00' } },
      { events: ['stock.high'] },
      { minimumSeverity: 'fatal' },
      { groupSeconds: -1 },
      { groupBy: ['price'] },
      { repeatSeconds: 299 },
      { repeatSeconds: 604_801 },
    ]) {
      const { body } = await notifier.as('admin').post(path, { channelId, ...wish });
      assert.equal(body.code, 'validation_failed', JSON.stringify(wish));
    }
  });
});
