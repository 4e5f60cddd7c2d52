/** What waits behind the count of its seller's till is told that the till is closed: it lands in that till or in none at all. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Counter, openCounter } from './counter.ts';

interface Answer {
  status: number;
  body: { id: string; code?: string; tillId?: string | null };
}

describe('what is waiting while its till is counted', () => {
  let counter: Counter;
  let db: Database;
  let productId: string;
  before(async () => {
    counter = await openCounter({ isHelpful: true });
    productId = (await counter.addProduct({ priceMinor: 1000 })).id;
    db = createDatabase({
      url: counter.databaseUrl,
      applicationName: 'test',
      maxConnections: 2,
      statementTimeoutMs: 10_000,
      log: createLogger({ level: 'silent' }),
    });
  });
  after(async () => {
    await db.close();
    await counter.stop();
  });

  async function openTill() {
    const seller = counter.as('seller', randomUUID());
    const till = { register: randomUUID().slice(0, 8), floatMinor: 0 };
    const { status, body } = await seller.post('/tills', till);
    assert.equal(status, 201);
    return { seller, tillId: body.id };
  }

  const order = (more = {}) => ({
    id: randomUUID(),
    lines: [{ productId, quantityMilli: 1000 }],
    payments: [{ method: 'cash', amountMinor: 1000 }],
    ...more,
  });
  const sell = (seller: ApiClient, more = {}): Promise<Answer> =>
    seller.post('/orders', order(more), { prefer: 'wait=10' });

  const areWaiting = (count: number) =>
    eventually(async () => {
      const waiting = await db.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      assert.equal(waiting.length, count);
    });

  /** The count stands first in the row's queue, what `ask` asks for second. */
  async function askBehindCount(
    { seller, tillId }: { seller: ApiClient; tillId: string },
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const [counted, asked] = await db
      .transaction(async (tx) => {
        await tx.query('SELECT FROM till WHERE id = $1 FOR UPDATE', [tillId]);
        const count = seller.post(`/tills/${tillId}/close`, { countedMinor: 0 });
        await areWaiting(1);
        const second = ask();
        await areWaiting(2);
        return [count, second] as const;
      })
      .then((both) => Promise.all(both));
    assert.equal(counted.status, 200);
    return asked;
  }

  it('a sale that names no till is refused, and is no sale', async () => {
    const till = await openTill();
    const id = randomUUID();
    const { status, body } = await askBehindCount(till, () => sell(till.seller, { id }));
    assert.deepEqual([status, body.code], [409, 'till_closed']);
    assert.equal((await till.seller.get(`/orders/${id}`)).status, 404);
    assert.equal((await sell(till.seller, { id })).body.tillId, null, 'repeated it is at no till');
  });

  it('a kept order that is placed stays open', async () => {
    const till = await openTill();
    const { id } = (await till.seller.post('/orders', { ...order(), payments: [], place: false }))
      .body;
    const { payments } = order();
    const { body } = await askBehindCount(till, () =>
      till.seller.post(`/orders/${id}/place`, { payments }),
    );
    assert.equal(body.code, 'till_closed');
    assert.equal((await till.seller.get(`/orders/${id}`)).body.status, 'open');
  });

  it('a refund in cash is refused, and nothing is given back', async () => {
    const till = await openTill();
    const { id } = (await sell(till.seller)).body;
    const { body } = await askBehindCount(till, () => till.seller.post(`/orders/${id}/refund`));
    assert.equal(body.code, 'till_closed');
    assert.equal((await till.seller.get(`/orders/${id}`)).body.status, 'completed');
  });

  it("a sale that has happened is that till's, as a late one", async () => {
    const till = await openTill();
    const occurredAt = new Date().toISOString();
    const { body } = await askBehindCount(till, () => sell(till.seller, { occurredAt }));
    assert.equal(body.tillId, till.tillId);
    const { body: report } = await till.seller.get(`/tills/${till.tillId}/report`);
    assert.deepEqual([report.sales.count, report.late.count], [0, 1]);
  });
});
