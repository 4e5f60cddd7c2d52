/** An alert that somebody has acknowledged is told once and not again, whichever of the two is heard first. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { retentionJob } from '../src/retention.ts';
import { hour, hourly, openRepetitionDesk, type RepetitionDesk } from './repetition-desk.ts';

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
