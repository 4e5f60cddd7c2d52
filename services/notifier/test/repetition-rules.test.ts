/** An alert is told again as its route says: in its quiet hours, in its groups, and only while it wants so. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { retentionJob } from '../src/retention.ts';
import { stockLow } from './harness.ts';
import { hour, hourly, openRepetitionDesk, type RepetitionDesk } from './repetition-desk.ts';

describe('the repetition of an alert', () => {
  let desk: RepetitionDesk;
  beforeEach(async () => {
    desk = await openRepetitionDesk();
  });
  afterEach(() => desk.stop());

  it('is told again when quiet hours are over and one interval after that, unless it is critical', async () => {
    await desk.addRoute({ ...hourly, quietHours: { from: '12:30', to: '17:30' } });
    await desk.begin();
    await desk.areSent(1);
    assert.equal(await desk.after(hour), 2);
    assert.equal(await desk.after(hour), 2);
    const [waiting] = await desk.deliveries();
    assert.deepEqual([waiting?.state, waiting?.attempts], ['waiting', 0]);
    await desk.begin(newId(), { severity: 'critical' });
    const are = (...states: string[]) =>
      eventually(async () =>
        assert.deepEqual(
          (await desk.deliveries()).map(({ state }) => state),
          states,
        ),
      );
    await are('sent', 'waiting', 'sent');
    assert.equal(await desk.after(hour), 4);
    await are('sent', 'sent', 'waiting', 'sent');
    await desk.notifier.db.query('DELETE FROM firing_alert WHERE told_at <= $1', [desk.now()]);
    await desk.notifier.db.query("UPDATE delivery SET due_at = now() WHERE state = 'waiting'");
    await desk.areSent(4);
    assert.equal(await desk.after(3.5 * hour - 1), 4, 'it was 17:30 an hour before');
    assert.equal(await desk.after(1), 5);
  });

  it('begins its intervals at the end of the quiet hours in which it has begun', async () => {
    await desk.addRoute({ ...hourly, quietHours: { from: '11:00', to: '12:30' } });
    await desk.begin();
    await desk.notifier.db.query('UPDATE delivery SET due_at = now()');
    await desk.areSent(1);
    assert.equal(await desk.after(1.5 * hour - 1), 1);
    assert.equal(await desk.after(1), 2);
  });

  it('is not said to go on by the message that tells its end', async () => {
    await desk.addRoute({ ...hourly, quietHours: { from: '13:00', to: '18:00' } });
    const id = newId();
    await desk.begin(id);
    await desk.areSent(1);
    assert.equal(await desk.after(hour), 2);
    await desk.end(id);
    assert.equal((await desk.deliveries()).length, 2);
    await desk.notifier.db.query("UPDATE delivery SET due_at = now() WHERE state = 'waiting'");
    await desk.areSent(2);
    assert.match(
      JSON.parse(desk.receiver.received[1]?.body ?? '').text,
      /^Preço, resolvido: Dólar\n/,
    );
  });

  it('is not told again while its beginning is still being tried', async () => {
    desk.receiver.plan({ status: 429, headers: { 'retry-after': '36000' } });
    await desk.addRoute(hourly);
    await desk.begin();
    await eventually(async () => assert.equal((await desk.deliveries())[0]?.error, 'answered 429'));
    assert.equal(await desk.after(hour), 1);
    await desk.notifier.db.query('UPDATE delivery SET due_at = now()');
    await desk.areSent(1);
    assert.equal(await desk.after(hour - 1), 1);
    assert.equal(await desk.after(1), 2);
  });

  it('is one message with the others of its group, each marked', async () => {
    await desk.addRoute({ ...hourly, groupSeconds: 60, groupBy: ['symbol'] });
    for (const symbol of ['USD-BRL', 'EUR-BRL', 'USD-BRL']) await desk.begin(newId(), { symbol });
    await desk.notifier.db.query('UPDATE delivery SET due_at = now()');
    await desk.areSent(2);
    assert.equal(await desk.after(hour), 4);
    const sizes = (await desk.deliveries()).map(({ notificationIds }) => notificationIds.length);
    assert.deepEqual(sizes, [1, 2, 1, 2]);
    await desk.notifier.db.query("UPDATE delivery SET due_at = now() WHERE state = 'waiting'");
    await desk.areSent(4);
    const texts = desk.receiver.received.slice(2).map(({ body }) => JSON.parse(body).text);
    const marks = texts.map((text) => text.match(/Ainda em alerta desde/g)?.length);
    assert.deepEqual(marks.toSorted(), [1, 2]);
  });

  it('is told again by routes that are changed to it while it goes on, and by none that does not want it', async () => {
    const { id, ...route } = await desk.addRoute({});
    const change = async (wish: object) => {
      const { status } = await desk.notifier
        .as('admin')
        .put(`/notifications/routes/${id}`, { ...route, ...wish });
      assert.equal(status, 200);
    };
    await desk.begin();
    await desk.areSent(1);
    assert.equal(await desk.after(2 * hour), 1);
    await change(hourly);
    assert.equal(await desk.after(0), 2);
    await desk.areSent(2);
    await change({ ...hourly, minimumSeverity: 'critical' });
    assert.equal(await desk.after(hour), 2);
    await change({});
    assert.equal(await desk.after(hour), 2);
    await change(hourly);
    assert.equal(
      (await desk.notifier.as('admin').delete(`/notifications/routes/${id}`)).status,
      204,
    );
    assert.equal(await desk.after(hour), 2);
  });

  it('stays in the inbox while it is told again, however old; nothing else is repeated', async () => {
    await desk.addRoute(hourly);
    await desk.begin();
    await desk.notifier.publish(stockLow());
    await desk.areSent(2);
    await desk.notifier.db.query(
      `UPDATE notification SET created_at = now() - interval '400 days', occurred_at = now() - interval '400 days'`,
    );
    await retentionJob({ db: desk.notifier.db, days: 180 }).run();
    assert.equal(await desk.after(hour), 3);
    const { items } = (await desk.notifier.as('admin').get('/notifications')).body;
    assert.deepEqual(
      items.map(({ event }: { event: string }) => event),
      ['market.alert.firing'],
    );
  });
});
