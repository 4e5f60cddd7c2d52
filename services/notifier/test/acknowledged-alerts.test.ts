/** An alert that somebody has acknowledged is told once and not again, whichever of the two is heard first. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { dispatch } from '../src/dispatch.ts';
import { insertNotifications } from '../src/notification-store.ts';
import { retentionJob } from '../src/retention.ts';
import { wordedAlert } from './market-alert.ts';
import {
  areWaiting,
  hour,
  hourly,
  openRepetitionDesk,
  type RepetitionDesk,
} from './repetition-desk.ts';

describe('an acknowledged alert', () => {
  let desk: RepetitionDesk;
  beforeEach(async () => {
    desk = await openRepetitionDesk();
  });
  afterEach(() => desk.stop());

  const rowsOf = async (table: string) =>
    (await desk.notifier.db.query<{ thread: string }>(`SELECT thread FROM ${table}`)).map(
      ({ thread }) => thread,
    );

  it('is not told again, but its end is', async () => {
    await desk.addRoute(hourly);
    const [id, other] = [newId(), newId()];
    await desk.begin(id);
    await desk.begin(other);
    await desk.areSent(2);
    await desk.acknowledge(id);
    await eventually(async () =>
      assert.deepEqual(await rowsOf('firing_alert'), [`alert:${other}`]),
    );
    assert.equal(await desk.after(hour), 3, 'the other one');
    await desk.end(id);
    await desk.areSent(4);
  });

  it('is told once when its beginning is told later, and forgotten at its end', async () => {
    await desk.addRoute(hourly);
    const [id, other] = [newId(), newId()];
    await desk.acknowledge(id);
    await desk.acknowledge(other);
    await desk.acknowledge(id);
    assert.equal((await rowsOf('acknowledged_alert')).length, 2);
    await desk.begin(id);
    await desk.areSent(1);
    assert.equal(await desk.after(hour), 1);
    await desk.end(id);
    await desk.areSent(2);
    assert.deepEqual(await rowsOf('acknowledged_alert'), [`alert:${other}`]);
  });

  it('is not told again when its beginning was being told', async () => {
    await desk.addRoute(hourly);
    const id = newId();
    const acknowledging = await desk.notifier.db.transaction(async (tx) => {
      const beginning = wordedAlert('market.alert.firing', id, desk.now());
      await dispatch(tx, await insertNotifications(tx, [beginning]), desk);
      const handled = desk.acknowledge(id);
      await areWaiting(tx, 1);
      return { handled };
    });
    await acknowledging.handled;
    assert.deepEqual(await rowsOf('firing_alert'), []);
  });

  it('waits for whoever deletes a channel, and holds nothing that it has told', async () => {
    const { channelId } = await desk.addRoute(hourly);
    const id = newId();
    await desk.begin(id);
    await desk.areSent(1);
    const acknowledging = await desk.notifier.db.transaction(async (tx) => {
      await tx.query('SELECT FROM channel FOR UPDATE');
      const handled = desk.acknowledge(id);
      await areWaiting(tx, 1);
      const held = 'SELECT thread FROM firing_alert FOR UPDATE NOWAIT';
      assert.equal((await tx.query(held)).length, 1);
      await tx.query('DELETE FROM channel WHERE id = $1', [channelId]);
      return { handled };
    });
    await acknowledging.handled;
    assert.deepEqual(await rowsOf('acknowledged_alert'), [`alert:${id}`]);
  });

  it('is forgotten after a time, when its end was never told', async () => {
    const { db } = desk.notifier;
    const [old, young] = [newId(), newId()];
    await desk.acknowledge(old);
    await desk.acknowledge(young);
    await db.query(
      `UPDATE acknowledged_alert SET created_at = now() - interval '181 days' WHERE thread = $1`,
      [`alert:${old}`],
    );
    await retentionJob({ db, days: 180 }).run();
    assert.deepEqual(await rowsOf('acknowledged_alert'), [`alert:${young}`]);
  });
});
