/** An alert on prices that goes on is told again once per interval until its end, whatever replicas do. */
import assert from 'node:assert/strict';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { holdOrder, insertNotifications } from '../src/notification-store.ts';
import { wordedAlert } from './market-alert.ts';
import {
  areWaiting,
  hour,
  hourly,
  openRepetitionDesk,
  type RepetitionDesk,
} from './repetition-desk.ts';

describe('an alert that goes on', () => {
  let desk: RepetitionDesk;
  beforeEach(async () => {
    desk = await openRepetitionDesk();
  });
  afterEach(() => desk.stop());

  it('is told again by the service itself, marked, until it is over', async () => {
    await desk.addRoute(hourly);
    const id = newId();
    await desk.begin(id);
    await desk.areSent(1);
    desk.pass(hour);
    await desk.areSent(2);
    assert.deepEqual(
      desk.receiver.received.map(({ body }) => JSON.parse(body).text.split('\n')[0]),
      ['Preço: Dólar', 'Ainda em alerta: Preço: Dólar'],
    );
    const again = JSON.parse(desk.receiver.received[1]?.body ?? '');
    assert.match(again.text, /\nAinda em alerta desde 26\/11\/2026, 08:00$/);
    await desk.end(id);
    await desk.areSent(3);
    assert.equal(await desk.after(2 * hour), 3);
    const { items } = (await desk.notifier.as('admin').get('/notifications')).body;
    assert.equal(items.length, 2, 'the inbox has it once');
  });

  it('is told once per interval, however many replicas look and however often', async () => {
    await desk.addRoute(hourly);
    await desk.begin();
    await desk.areSent(1);
    assert.equal(await desk.after(hour - 1), 1);
    desk.pass(1);
    await Promise.all(Array.from({ length: 5 }, desk.look));
    await desk.look();
    assert.equal((await desk.deliveries()).length, 2);
    await desk.areSent(2);
    assert.equal(await desk.after(hour - 1), 2);
    assert.equal(await desk.after(1), 3);
  });

  /** Has replicas look while something is being told, by the test, until all of them wait for it. */
  const lookMeanwhile = async (replicas: number, tell: (tx: Tx) => Promise<unknown>) => {
    await desk.notifier.service.stop();
    const looking: Promise<void>[] = [];
    await desk.notifier.db.transaction(async (tx) => {
      await tell(tx);
      looking.push(...Array.from({ length: replicas }, desk.look));
      await areWaiting(tx, replicas);
    });
    await Promise.all(looking);
    return (await desk.notifier.db.query('SELECT id FROM delivery')).length;
  };

  it('is told once when two replicas come to it at one moment', async () => {
    await desk.addRoute(hourly);
    await desk.begin();
    await desk.areSent(1);
    desk.pass(hour);
    assert.equal(await lookMeanwhile(2, async (tx) => holdOrder(tx)), 2);
  });

  it('is not told again when its end is being told', async () => {
    await desk.addRoute(hourly);
    const id = newId();
    await desk.begin(id);
    await desk.areSent(1);
    desk.pass(hour);
    const told = await lookMeanwhile(1, (tx) =>
      insertNotifications(tx, [wordedAlert('market.alert.resolved', id, desk.now())]),
    );
    assert.equal(told, 1);
  });

  it('is told once after a long rest of all replicas, and then when it would have been anyway', async () => {
    await desk.addRoute(hourly);
    await desk.begin();
    await desk.areSent(1);
    await desk.notifier.service.stop();
    const count = async () =>
      (await desk.notifier.db.query("SELECT id FROM delivery WHERE state <> 'dead'")).length;
    const told = async (seconds: number) => {
      desk.pass(seconds);
      await desk.look();
      // As if a worker were there.
      await desk.notifier.db.query("UPDATE delivery SET state = 'sent'");
      return count();
    };
    assert.equal(await told(2.5 * hour), 2);
    assert.equal(await told(0.5 * hour - 1), 2);
    assert.equal(await told(1), 3);
  });

  it('is told in a look with a hundred at most, over all routes, or else in the next', async () => {
    await desk.addRoute(hourly);
    await desk.addRoute(hourly);
    const alerts = Array.from({ length: 60 }, () => newId());
    await Promise.all(alerts.map((id) => desk.begin(id)));
    await desk.notifier.service.stop();
    const { db } = desk.notifier;
    await db.query("UPDATE delivery SET state = 'sent'");
    desk.pass(hour);
    const told = async () => {
      await desk.look();
      return (await db.query("SELECT id FROM delivery WHERE repeated_ids <> '{}'")).length;
    };
    assert.deepEqual([await told(), await told(), await told()], [100, 120, 120]);
  });

  it('is known to be over by the inbox, though its beginning was handled again or its end by an older version', async () => {
    await desk.addRoute(hourly);
    const [late, old] = [newId(), newId()];
    await desk.end(late);
    await desk.begin(late);
    await desk.begin(old);
    await desk.areSent(3);
    // As a version does that knows nothing of repetitions.
    const rows = await desk.notifier.db.query('SELECT * FROM firing_alert ORDER BY told_at');
    await desk.end(old);
    await desk.areSent(4);
    await desk.notifier.db.query(
      `INSERT INTO firing_alert SELECT * FROM json_populate_recordset(NULL::firing_alert, $1)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
    assert.equal(await desk.after(hour), 4);
    assert.deepEqual(await desk.notifier.db.query('SELECT * FROM firing_alert'), []);
  });
});
