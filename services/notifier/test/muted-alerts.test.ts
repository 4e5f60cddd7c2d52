/** An alert that is muted is not told again until it is not any more, in whatever order that is heard. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
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

describe('a muted alert', () => {
  let desk: RepetitionDesk;
  beforeEach(async () => {
    desk = await openRepetitionDesk();
  });
  afterEach(() => desk.stop());

  const begin = async () => {
    const id = newId();
    await desk.begin(id);
    await desk.areSent(1);
    return id;
  };
  const mutedThreads = async () =>
    (await desk.notifier.db.query<{ thread: string }>('SELECT thread FROM muted_alert')).map(
      ({ thread }) => thread,
    );

  it('is not told again while it is muted; then at once, and as before', async () => {
    await desk.addRoute(hourly);
    const id = await begin();
    await desk.begin();
    await desk.areSent(2);
    await desk.mute(id, 1);
    assert.equal(await desk.after(hour), 3, 'the other one');
    await desk.areSent(3);
    assert.equal(await desk.after(1.5 * hour), 4, 'the other one');
    await desk.areSent(4);
    await desk.unmute(id, 2);
    assert.equal(await desk.after(0), 5);
    await desk.areSent(5);
    assert.equal(await desk.after(0.5 * hour), 7, 'both');
    await desk.end(id);
    await desk.areSent(8);
  });

  it('is so by the latest word on it, in whatever order they come and however often', async () => {
    await desk.addRoute(hourly);
    const id = newId();
    await desk.mute(id, 1);
    await desk.mute(id, 3);
    await desk.unmute(id, 2);
    await desk.begin(id);
    await desk.areSent(1);
    assert.equal(await desk.after(hour), 1);
    await desk.unmute(id, 4);
    await desk.mute(id, 3);
    await desk.unmute(id, 4);
    assert.equal(await desk.after(0), 2);
  });

  it('is told to be over, and forgotten then', async () => {
    await desk.addRoute(hourly);
    const id = await begin();
    await desk.mute(id, 1);
    assert.deepEqual(await mutedThreads(), [`alert:${id}`]);
    await desk.end(id);
    await desk.areSent(2);
    assert.deepEqual(await mutedThreads(), []);
  });

  it('is not told again by what waits for the end of quiet hours; it is then, when it is muted no more', async () => {
    await desk.addRoute({ ...hourly, quietHours: { from: '12:30', to: '17:30' } });
    const [id, other] = [await begin(), newId()];
    await desk.begin(other);
    await desk.areSent(2);
    // At half past twelve what is due waits, both in one message.
    assert.equal(await desk.after(hour), 3);
    await desk.mute(id, 1);
    const [waiting] = await desk.deliveries();
    assert.equal(waiting?.notificationIds.length, 1);
    await desk.mute(other, 1);
    assert.equal((await desk.deliveries()).length, 2, 'nothing is left of it');
    await desk.unmute(other, 2);
    assert.equal(await desk.after(4.5 * hour - 1), 2);
    assert.equal(await desk.after(1), 3);
    await desk.areSent(3);
    assert.match(
      JSON.parse(desk.receiver.received[2]?.body ?? '').text,
      /^Ainda em alerta: /,
      'the one alone',
    );
  });

  it('is not told again when it is acknowledged while a repetition waits', async () => {
    await desk.addRoute({ ...hourly, quietHours: { from: '12:30', to: '17:30' } });
    const id = await begin();
    assert.equal(await desk.after(hour), 2);
    await desk.acknowledge(id);
    assert.equal((await desk.deliveries()).length, 1);
  });

  it('is not told again when it is muted while it is being told again', async () => {
    await desk.addRoute(hourly);
    const id = newId();
    const muting = await desk.notifier.db.transaction(async (tx) => {
      const beginning = wordedAlert('market.alert.firing', id, desk.now());
      await dispatch(tx, await insertNotifications(tx, [beginning]), desk);
      const handled = desk.mute(id, 1);
      await areWaiting(tx, 1);
      return { handled };
    });
    await muting.handled;
    assert.equal(await desk.after(hour), 1);
  });

  it('is forgotten after a time, when its end was never told and no route tells it', async () => {
    await desk.addRoute(hourly);
    const { db } = desk.notifier;
    const [goesOn, old, young] = [await begin(), newId(), newId()];
    for (const id of [goesOn, old, young]) await desk.mute(id, 1);
    await db.query(
      `UPDATE muted_alert SET changed_at = now() - interval '181 days' WHERE thread <> $1`,
      [`alert:${young}`],
    );
    await retentionJob({ db, days: 180 }).run();
    assert.deepEqual(
      (await mutedThreads()).toSorted(),
      [goesOn, young].map((id) => `alert:${id}`).toSorted(),
    );
  });
});
