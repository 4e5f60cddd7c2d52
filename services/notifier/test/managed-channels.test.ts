/** Guarantees of channels that are managed elsewhere: marked by a machine, tested by people, changed by it alone. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Notifier, startNotifier } from './harness.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const managedBy = 'kubernetes:shop/Channel/owner';
const path = '/notifications/channels';

describe('channels that are managed elsewhere', () => {
  let notifier: Notifier;
  let receiver: Receiver;
  before(async () => {
    receiver = await startReceiver();
    notifier = await startNotifier({ NOTIFIER_ATTEMPTS: '1' });
  });
  after(async () => {
    await notifier?.stop();
    await receiver?.close();
  });

  const wish = () => ({
    name: 'Owner',
    settings: { type: 'webhook', url: `${receiver.url}/hook`, secret: 'a-secret-of-sixteen' },
  });

  it('are made under a chosen id, changed and deleted by the machine, and by no person', async () => {
    const machine = notifier.as('machine');
    const admin = notifier.as('admin');
    const id = newId();
    const own = `${path}/${id}`;
    const made = await machine.post(path, { ...wish(), id, managedBy });
    assert.deepEqual([made.status, made.body.managedBy], [201, managedBy]);
    assert.equal((await machine.post(path, { ...wish(), id })).body.code, 'already_exists');
    const change = { name: 'Another name', language: 'en', isActive: true };
    for (const refused of [
      await admin.put(own, change),
      await admin.put(own, { ...change, managedBy }),
      await admin.delete(own),
    ]) {
      assert.deepEqual([refused.status, refused.body.code], [409, 'managed_elsewhere']);
      assert.match(refused.body.detail, /kubernetes:shop\/Channel\/owner/);
    }
    assert.deepEqual((await admin.get(own)).body, made.body);
    assert.equal((await admin.post(`${own}/test`)).status, 202);
    await eventually(() => assert.equal(receiver.received.length, 1));
    const changed = await machine.put(own, { ...change, managedBy });
    assert.deepEqual([changed.body.name, changed.body.managedBy], ['Another name', managedBy]);
    assert.equal((await machine.delete(own)).status, 204);
    assert.equal((await machine.get(own)).status, 404);
  });

  it('have routes that the machine alone makes, changes and deletes, and no other leads to them', async () => {
    const machine = notifier.as('machine');
    const admin = notifier.as('admin');
    const routes = '/notifications/routes';
    const theirs = (await machine.post(path, { ...wish(), managedBy })).body.id;
    const ours = (await admin.post(path, wish())).body.id;
    const made = await machine.post(routes, { channelId: theirs });
    assert.equal(made.status, 201);
    const free = await admin.post(routes, { channelId: ours });
    const { id: _, ...change } = { ...made.body, minimumSeverity: 'critical' };
    for (const refused of [
      await admin.post(routes, { channelId: theirs }),
      await admin.put(`${routes}/${made.body.id}`, change),
      await admin.put(`${routes}/${made.body.id}`, { ...change, channelId: ours }),
      await admin.put(`${routes}/${free.body.id}`, change),
      await admin.delete(`${routes}/${made.body.id}`),
    ]) {
      assert.deepEqual([refused.status, refused.body.code], [409, 'managed_elsewhere']);
      assert.match(refused.body.detail, /kubernetes:shop\/Channel\/owner/);
    }
    const listed = (await admin.get(`${routes}?limit=200`)).body.items;
    assert.deepEqual(listed, [made.body, free.body]);
    const changed = await machine.put(`${routes}/${made.body.id}`, change);
    assert.equal(changed.body.minimumSeverity, 'critical');
    assert.equal((await machine.delete(`${routes}/${made.body.id}`)).status, 204);
    assert.equal((await admin.delete(`${routes}/${free.body.id}`)).status, 204);
  });

  it('are handed over to people, and are marked by no person', async () => {
    const machine = notifier.as('machine');
    const admin = notifier.as('admin');
    const { body } = await machine.post(path, { ...wish(), managedBy });
    const own = `${path}/${body.id}`;
    const change = { name: 'Mine', language: 'pt', isActive: true };
    assert.equal((await machine.put(own, { ...change, managedBy: null })).body.managedBy, null);
    for (const refused of [
      await admin.put(own, { ...change, managedBy }),
      await admin.post(path, { ...wish(), managedBy }),
    ]) {
      assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
      assert.match(refused.body.detail, /managedBy/);
    }
    assert.equal((await admin.put(own, change)).body.managedBy, null);
    assert.equal((await admin.delete(own)).status, 204);
  });

  it('tell since when they have their settings, which only new ones change', async () => {
    const machine = notifier.as('machine');
    const { body } = await machine.post(path, { ...wish(), managedBy });
    const change = { name: 'Renamed', language: 'pt', isActive: true, managedBy };
    const renamed = await machine.put(`${path}/${body.id}`, change);
    assert.equal(renamed.body.settingsAt, body.settingsAt);
    const { settings } = wish();
    const rotated = await machine.put(`${path}/${body.id}`, { ...change, settings });
    assert.ok(rotated.body.settingsAt > body.settingsAt);
    await machine.delete(`${path}/${body.id}`);
  });

  it('tell what their last message came to', async () => {
    const machine = notifier.as('machine');
    const { body } = await machine.post(path, { ...wish(), managedBy });
    const own = `${path}/${body.id}`;
    assert.equal(body.lastDelivery, null);
    const test = async (status: number) => {
      receiver.plan({ status });
      await machine.post(`${own}/test`);
    };
    await test(200);
    await eventually(async () => {
      const { status, error, at } = (await machine.get(own)).body.lastDelivery ?? {};
      assert.deepEqual([status, error, Number.isNaN(Date.parse(at))], ['sent', null, false]);
    });
    await test(500);
    await eventually(async () => {
      const { status, error } = (await machine.get(own)).body.lastDelivery;
      assert.deepEqual([status, error], ['dead', 'answered 500']);
    });
    const listed = (await machine.get(path)).body.items;
    assert.deepEqual(listed.at(-1), (await machine.get(own)).body);
  });
});
