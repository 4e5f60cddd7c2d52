/** What a broker may still hold stays in the sender's database for an hour, so that a backup has it. */
import assert from 'node:assert/strict';
import { housekeeping } from './housekeeping.ts';
import { createMetrics } from './metrics.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';
import { createFakeBus, createRelays } from './testing/relays.ts';

describe('events that were sent', () => {
  let kit: KitDatabase;
  let relays: ReturnType<typeof createRelays>;

  before(async () => {
    kit = await createKitDatabase();
    relays = createRelays(kit);
  });
  afterEach(() => relays.stop());
  after(() => kit.close());

  const kept = () =>
    kit.db.query<{ id: string; subject: string; data: number }>(
      'SELECT id, subject, data FROM outbox_sent ORDER BY seq',
    );

  it('are kept whole where the transport may hold them, and leave the outbox', async () => {
    const fake = createFakeBus();
    relays.start({ ...fake.bus, holdsEvents: true });
    await relays.add([
      ['a', 0],
      ['a', 1],
      ['b', 2],
    ]);
    await relays.untilEmpty();
    assert.deepEqual(
      (await kept()).map(({ id, data }) => `${id} ${data}`).sort(),
      fake.confirmed.map(({ id, data }) => `${id} ${data}`).sort(),
    );
  });

  it('are not kept where they were handled before they were confirmed', async () => {
    await kit.db.query('DELETE FROM outbox_sent');
    relays.start(createFakeBus().bus);
    await relays.add([['a', 0]]);
    await relays.untilEmpty();
    assert.deepEqual(await kept(), []);
  });

  it('are forgotten after an hour, however many there are', async () => {
    await kit.db.query(
      `INSERT INTO outbox_sent (seq, id, type, subject, time, data, is_urgent, sent_at)
       SELECT n, gen_random_uuid(), 't', CASE WHEN n > 2500 THEN 'young' ELSE 'old' END, now(), 'null', false,
         now() - CASE WHEN n > 2500 THEN interval '59 minutes' ELSE interval '61 minutes' END
       FROM generate_series(1, 2510) n`,
    );
    const job = housekeeping(kit.db, createMetrics('test')).find(
      ({ name }) => name === 'forget sent events',
    );
    await job?.run();
    const subjects = (await kept()).map(({ subject }) => subject);
    assert.deepEqual(subjects, Array(10).fill('young'));
  });
});
