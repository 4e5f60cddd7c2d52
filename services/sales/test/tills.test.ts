/** Tills: one open at a register and for a seller, what they take while they are open, and who sees them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createDatabase } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { cash, openTillDesk, type TillDesk } from './till-desk.ts';

describe('tills, with stock and payment at hand', () => {
  let desk: TillDesk;
  before(async () => {
    desk = await openTillDesk({ isHelpful: true });
  });
  after(() => desk?.counter.stop());

  it('opens one till at a register and for a seller, and the next when that is closed', async () => {
    const { seller, till, register } = await desk.openTill();
    const other = desk.counter.as('seller', randomUUID());
    const open = (who: ApiClient, where: string, id?: string) =>
      who.post('/tills', { id, register: where, floatMinor: 0 });
    assert.equal((await open(other, register)).body.code, 'till_already_open');
    assert.equal((await open(seller, desk.nextRegister())).body.code, 'till_already_open');
    assert.equal((await open(other, desk.nextRegister(), till.id)).body.code, 'already_exists');
    await seller.post(`/tills/${till.id}/close`, { countedMinor: 0 });
    assert.equal((await open(other, register)).status, 201);
    const race = desk.nextRegister();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => open(desk.counter.as('seller', randomUUID()), race)),
    );
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  });

  it('takes nothing when it is closed, and shows nobody the till of another', async () => {
    const { seller, till } = await desk.openTill();
    const stranger = desk.counter.as('seller', randomUUID());
    assert.equal((await stranger.get(`/tills/${till.id}`)).status, 404);
    assert.equal((await stranger.get(`/tills/${till.id}/report`)).status, 404);
    assert.equal((await stranger.post(`/tills/${till.id}/close`, { countedMinor: 1 })).status, 404);
    assert.equal((await stranger.get('/tills')).body.items.length, 0);
    assert.equal((await desk.counter.as('stockist').get('/tills')).status, 403);
    const lines = [{ productId: desk.productId, quantityMilli: 1000 }];
    const order = { lines, payments: cash(1000), tillId: till.id };
    assert.equal((await stranger.post('/orders', order)).body.code, 'unknown_till');
    assert.equal((await desk.counter.as('admin').post('/orders', order)).body.tillId, till.id);
    await seller.post(`/tills/${till.id}/close`, { countedMinor: 0 });
    assert.equal((await seller.post('/orders', order)).body.code, 'till_closed');
    const movement = { type: 'sangria', amountMinor: 1 };
    const moved = await seller.post(`/tills/${till.id}/movements`, movement);
    assert.equal(moved.body.code, 'till_closed');
    const again = await seller.post(`/tills/${till.id}/close`, { countedMinor: 0 });
    assert.equal(again.body.code, 'till_closed');
    assert.equal((await desk.sell(seller, 1, cash(1000))).tillId, null);
  });

  it('makes one movement of one id, and keeps what was entered for good', async () => {
    const { seller, till } = await desk.openTill(0);
    const movement = { id: randomUUID(), type: 'suprimento', amountMinor: 500 };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => seller.post(`/tills/${till.id}/movements`, movement)),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409]);
    const db = createDatabase({
      url: desk.counter.databaseUrl,
      applicationName: 'test',
      maxConnections: 1,
      statementTimeoutMs: 5_000,
      log: createLogger({ level: 'silent' }),
    });
    for (const statement of ['UPDATE till_entry SET note = NULL', 'DELETE FROM till_entry']) {
      await assert.rejects(db.query(statement), /never allowed|went wrong|database/i);
    }
    await db.close();
  });

  it('lists tills newest first, by status and register', async () => {
    // There is a second page, whichever test runs first.
    await desk.openTill();
    const { till, register } = await desk.openTill();
    const admin = desk.counter.as('admin');
    const { body } = await admin.get(`/tills?register=${register}&status=open`);
    assert.deepEqual(
      body.items.map(({ id }: { id: string }) => id),
      [till.id],
    );
    const page = (await admin.get('/tills?limit=1')).body;
    assert.equal(page.items[0].id, till.id);
    assert.equal((await admin.get(`/tills?limit=1&cursor=${page.nextCursor}`)).status, 200);
    assert.equal((await admin.get('/tills?cursor=WyJ4Il0')).status, 422);
  });
});
