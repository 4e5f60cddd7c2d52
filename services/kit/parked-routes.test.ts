/** Parked messages can be listed, read and handled again by whoever may manage messages, and by nobody else. */
import assert from 'node:assert/strict';
import { createMemoryBus } from './bus-memory.ts';
import { encodeCursor } from './cursor.ts';
import { parkedRoutes } from './parked-routes.ts';
import { type RunningConsumers, startConsumers } from './run-consumers.ts';
import { envelope } from './testing/envelopes.ts';
import { eventually } from './testing/eventually.ts';
import { startTestApp, type TestApp } from './testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';
import { createRuntime, effectConsumer, effectIds } from './testing/messaging.ts';

describe('the API of parked messages', () => {
  let kit: KitDatabase;
  let app: TestApp;
  let consumers: RunningConsumers;
  const bus = createMemoryBus({ things: ['thing.happened', 'thing.ended'] });
  const path = '/things/parked-messages';

  before(async () => {
    kit = await createKitDatabase();
    app = await startTestApp({ routes: parkedRoutes('/things', kit.db), db: kit.db });
    consumers = await startConsumers(
      [effectConsumer({ queue: 'things' })],
      createRuntime(kit.db, bus),
    );
  });
  beforeEach(() => kit.db.query('TRUNCATE effect, inbox, deferred_message'));
  after(async () => {
    await consumers.stop();
    await app.stop();
    await kit.close();
  });

  const listed = async (query = '') => (await app.as('admin').get(`${path}${query}`)).body;

  /** Parks a message by data that does not fit. */
  async function park(parts = {}) {
    const event = envelope({ data: { wrong: '\u0000' }, ...parts });
    await bus.publish(event);
    return event;
  }

  it('lists a parked message with what it was and why it rests', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const event = await park({ traceparent });
    const { items, nextCursor } = await listed();
    assert.equal(nextCursor, null);
    assert.equal(items.length, 1);
    const { id, error, parkedAt, ...rest } = items[0];
    assert.match(error, /does not fit its schema/);
    assert.deepEqual(rest, {
      queue: 'things',
      eventId: event.id,
      eventType: 'thing.happened',
      subject: event.subject,
      attempts: 1,
      occurredAt: event.time,
      traceparent,
    });
    const detail = await app.as('admin').get(`${path}/${id}`);
    assert.deepEqual(detail.body, { ...items[0], payload: { wrong: '\u0000' } });
  });

  it('filters by queue and type, whatever the payload holds', async () => {
    await park();
    const ended = await park({ type: 'thing.ended' });
    const { items } = await listed('?eventType=thing.ended&queue=things');
    assert.deepEqual(
      items.map((item: { eventId: string }) => item.eventId),
      [ended.id],
    );
    assert.deepEqual((await listed('?queue=others')).items, []);
  });

  it('pages from the oldest to the newest, each once', async () => {
    const events = [];
    for (let number = 0; number < 5; number += 1) events.push(await park());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { eventId: string }[]; nextCursor: string | null } = await listed(
        `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ eventId }) => eventId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    assert.deepEqual(
      seen,
      events.map(({ id }) => id),
    );
  });

  it('handles a replayed message again, and forgets it when that works', async () => {
    const event = await park();
    const [item] = (await listed()).items;
    await kit.db.query(`UPDATE deferred_message SET envelope = $1`, [
      JSON.stringify({ ...event, data: { name: 'mended' } }),
    ]);
    const answer = await app
      .as('admin')
      .post(`${path}/${item.id}/replay`, undefined, { 'idempotency-key': item.id });
    assert.equal(answer.status, 202);
    await eventually(async () => assert.deepEqual(await effectIds(kit.db), [event.id]));
    assert.deepEqual((await listed()).items, []);
  });

  it('parks a replayed message again that still does not fit', async () => {
    await park();
    const [item] = (await listed()).items;
    await app.as('admin').post(`${path}/${item.id}/replay`);
    await eventually(async () => assert.equal((await listed()).items.length, 1));
    assert.deepEqual(await effectIds(kit.db), []);
  });

  it('is closed to those who may not manage messages', async () => {
    const event = await park();
    const [{ id }] = (await listed()).items;
    assert.equal((await app.as('seller').get(path)).status, 403);
    assert.equal((await app.as('stockist').post(`${path}/${id}/replay`)).status, 403);
    assert.equal((await app.anonymous.get(`${path}/${id}`)).status, 401);
    assert.equal((await listed()).items[0].eventId, event.id);
  });

  it('answers 404 for what is not parked and 422 for a cursor that no page gave', async () => {
    const admin = app.as('admin');
    const nobody = envelope().id;
    assert.equal((await admin.get(`${path}/${nobody}`)).status, 404);
    assert.equal((await admin.post(`${path}/${nobody}/replay`)).status, 404);
    for (const cursor of ['abc', encodeCursor(['not an id']), encodeCursor([1, 2])]) {
      assert.equal((await admin.get(`${path}?cursor=${cursor}`)).status, 422, cursor);
    }
  });
});
