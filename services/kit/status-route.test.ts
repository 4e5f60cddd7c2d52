/** A service tells whoever may manage messages how it is, and what waits in its queues. */
import assert from 'node:assert/strict';
import { statusRoute } from './status-route.ts';
import { startTestApp, type TestApp } from './testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from './testing/kit-database.ts';

describe('the state of a service', () => {
  let kit: KitDatabase;
  let app: TestApp;
  let trouble: string | null = null;

  before(async () => {
    kit = await createKitDatabase();
    const bus = { name: 'bus', isRequired: false, check: async () => trouble };
    const about = { service: 'things', version: '1.2.3', dependencies: [bus] };
    app = await startTestApp({ routes: [statusRoute('/things', kit.db, about)], db: kit.db });
  });
  after(async () => {
    await app.stop();
    await kit.close();
  });

  const read = async () => (await app.as('admin').get('/things/status')).body;

  it('counts the events that are not sent and tells how long the oldest has waited', async () => {
    await kit.db.query(
      `INSERT INTO outbox (id, type, subject, data, time)
       VALUES (gen_random_uuid(), 'thing.happened', 'a', '{}', now() - interval '90 seconds'),
              (gen_random_uuid(), 'thing.happened', 'b', '{}', now())`,
    );
    const { outbox, messages, status, version } = await read();
    assert.equal(outbox.pendingCount, 2);
    assert.ok(outbox.oldestAgeSeconds >= 90 && outbox.oldestAgeSeconds < 150);
    assert.deepEqual(messages, { waitingCount: 0, parkedCount: 0 });
    assert.deepEqual({ status, version }, { status: 'up', version: '1.2.3' });
  });

  it('names what it cannot reach and goes on without what it does not need', async () => {
    trouble = 'cannot be reached';
    const { status, dependencies } = await read();
    assert.equal(status, 'degraded');
    assert.deepEqual(dependencies, [{ name: 'bus', isUp: false, detail: 'cannot be reached' }]);
  });

  it('is for those who manage messages only', async () => {
    assert.equal((await app.as('seller').get('/things/status')).status, 403);
  });
});
