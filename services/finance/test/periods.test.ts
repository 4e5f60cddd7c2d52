/** Guarantees of closed months: nothing gets into one, whoever races with its closing, and no event is lost for it. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { refundOf, saleOf } from './fixtures.ts';
import { envelope, type Finance, startFinance } from './harness.ts';

const entry = { type: 'credit', amountMinor: 100, description: 'Ice' };

describe('periods of the books', () => {
  let finance: Finance;
  let admin: ApiClient;
  const userId = newId();
  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin', userId);
  });
  after(() => finance?.stop());

  const enter = (date: string, extra: object = {}) =>
    admin.post('/finance/entries', { ...entry, ...extra, date });
  const close = (month: string) => admin.post(`/finance/periods/${month}/close`);
  const reopen = (month: string) => admin.post(`/finance/periods/${month}/reopen`);

  it('are listed from the first posting on, the latest first', async () => {
    await enter('2024-11-30');
    const { body } = await admin.get('/finance/periods?limit=200');
    assert.equal(body.items.at(-1).month, '2024-11');
    assert.ok(body.items.length >= 24);
    const first = await admin.get('/finance/periods?limit=1');
    assert.deepEqual(first.body.items, body.items.slice(0, 1));
    const second = await admin.get(`/finance/periods?limit=1&cursor=${first.body.nextCursor}`);
    assert.deepEqual(second.body.items, body.items.slice(1, 2));
  });

  it('refuse entries when closed, one by one, in bulk and as reversals, until they are opened again', async () => {
    const { body: made } = await enter('2025-01-31');
    const closed = await close('2025-01');
    assert.equal(closed.status, 200);
    const { changedAt, ...rest } = closed.body;
    assert.deepEqual(rest, { month: '2025-01', isClosed: true, changedBy: userId });
    assert.ok(changedAt !== null);
    const refused = await enter('2025-01-01');
    assert.equal(refused.status, 409);
    assert.deepEqual([refused.body.code, refused.body.errors[0].path], ['period_closed', 'date']);
    const entries = [
      { ...entry, date: '2025-02-01' },
      { ...entry, date: '2025-01-02' },
    ];
    const bulk = await admin.post('/finance/entries/bulk', { entries });
    assert.deepEqual([bulk.status, bulk.body.errors[0].path], [409, 'entries[1].date']);
    const path = `/finance/entries/${made.id}/reverse`;
    const inside = await admin.post(path, { date: '2025-01-31' });
    assert.equal(inside.body.code, 'period_closed');
    assert.equal((await admin.post(path, {})).status, 201, 'today is open');
    assert.equal((await enter('2025-02-01')).status, 201);
    assert.equal((await reopen('2025-01')).body.isClosed, false);
    assert.equal((await enter('2025-01-01')).status, 201);
  });

  it('are closed once, opened once, and not before they are over', async () => {
    assert.equal((await close('2025-03')).status, 200);
    assert.equal((await close('2025-03')).body.code, 'invalid_transition');
    assert.equal((await reopen('2025-03')).status, 200);
    assert.equal((await reopen('2025-03')).body.code, 'invalid_transition');
    assert.equal((await reopen('2025-04')).body.code, 'invalid_transition');
    assert.equal((await close('2999-01')).body.code, 'invalid_transition');
    assert.equal((await close('2025-13')).status, 422);
    assert.equal((await finance.as('seller').post('/finance/periods/2025-03/close')).status, 403);
  });

  it('send what events say happened in a closed month to the first open day, and say so', async () => {
    const sale = saleOf([['cash', 700]], { date: '2025-05-31' });
    assert.equal((await close('2025-05')).status, 200);
    assert.equal((await close('2025-06')).status, 200);
    const refund = refundOf(sale, '2025-05-31');
    await finance.publish(envelope('sale.completed', sale.orderId, sale));
    await finance.publish(envelope('sale.refunded', sale.orderId, refund));
    const rows = await finance.db.query(
      `SELECT date, description FROM journal_transaction WHERE source IN ($1, $2) ORDER BY source DESC`,
      [`sale:${sale.orderId}`, `refund:${refund.refundId}`],
    );
    const why = '(of 2025-05-31, which is closed)';
    assert.deepEqual(rows, [
      { date: '2025-07-01', description: `Sale ${sale.orderId} ${why}` },
      { date: '2025-07-01', description: `Refund of sale ${sale.orderId} ${why}` },
    ]);
    const parked = await finance.db.query('SELECT 1 FROM deferred_message');
    assert.deepEqual(parked, []);
  });

  it('have nothing in them that was committed after their closing, whoever raced with it', async () => {
    for (const month of ['2023-01', '2023-02', '2023-03', '2023-04']) {
      const racing = Array.from({ length: 40 }, (_, n) =>
        enter(`${month}-10`, { amountMinor: n + 1 }),
      );
      const closing = close(month);
      const later = Array.from({ length: 40 }, () => enter(`${month}-11`));
      const answers = await Promise.all([...racing, ...later]);
      const { body: closed } = await closing;
      assert.equal(closed.isClosed, true);
      for (const { status } of answers) assert.ok([201, 409].includes(status), String(status));
      const accepted = answers.filter(({ status }) => status === 201).length;
      const [row] = await finance.db.query<{ n: number }>(
        "SELECT count(*) AS n FROM journal_transaction WHERE to_char(date, 'YYYY-MM') = $1",
        [month],
      );
      assert.equal(row?.n, accepted);
      assert.equal((await enter(`${month}-12`)).status, 409);
    }
    assert.equal((await admin.get('/finance/ledger/verify')).body.isConsistent, true);
  });
});
