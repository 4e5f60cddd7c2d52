/** Guarantees of reversals: an entry is taken back once, on a day that is not before its own, and the books show both. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Finance, startFinance } from './harness.ts';

const date = '2025-03-10';
const good = { type: 'debit', amountMinor: 700, date, description: 'Gelo', account: 'pix' };

describe('reversals of entries', () => {
  let finance: Finance;
  let admin: ApiClient;
  const userId = newId();
  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin', userId);
  });
  after(() => finance?.stop());

  const enter = async (extra: object = {}) =>
    (await admin.post('/finance/entries', { ...good, ...extra })).body;
  const reverse = (id: string, body: object = {}) =>
    admin.post(`/finance/entries/${id}/reverse`, body);

  it('mirrors the entry on the day that is named, and each names the other', async () => {
    const made = await enter();
    const { status, body } = await reverse(made.id, { date: '2025-03-12', description: 'Engano' });
    assert.equal(status, 201);
    const { id, createdAt, ...rest } = body;
    assert.deepEqual(rest, {
      type: 'credit',
      amountMinor: 700,
      date: '2025-03-12',
      description: 'Engano',
      account: 'pix',
      categoryId: null,
      reversesId: made.id,
      reversedById: null,
      createdBy: userId,
    });
    const { body: original } = await admin.get(`/finance/entries/${made.id}`);
    assert.deepEqual(original, { ...made, reversedById: id });
    const { body: days } = await admin.get('/finance/daily?from=2025-03-10&to=2025-03-12');
    assert.deepEqual(
      days.items.map((day: { balanceMinor: number }) => day.balanceMinor),
      [-700, -700, 0],
    );
    assert.equal((await admin.get('/finance/ledger/verify')).body.isConsistent, true);
    assert.ok(createdAt >= made.createdAt);
  });

  it('takes today where no day is named, or the entry’s own when that is later', async () => {
    const today = new Date().toLocaleDateString('en-CA', { timeZone: 'America/Sao_Paulo' });
    const past = await reverse((await enter()).id);
    assert.ok(past.body.date >= today);
    const future = await reverse((await enter({ date: '2999-01-01' })).id);
    assert.equal(future.body.date, '2999-01-01');
  });

  it('happens once, whoever asks at the same time', async () => {
    const made = await enter();
    const answers = await Promise.all(Array.from({ length: 8 }, () => reverse(made.id)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(7).fill(409)]);
    const again = await reverse(made.id);
    assert.equal(again.body.code, 'invalid_transition');
    const rows = await finance.db.query(
      'SELECT 1 FROM journal_transaction WHERE reverses_id = $1',
      [made.id],
    );
    assert.equal(rows.length, 1);
  });

  it('refuses a reversal of a reversal, an unknown entry, an earlier day and an id that is taken', async () => {
    const made = await enter();
    const early = await reverse(made.id, { date: '2025-03-09' });
    assert.deepEqual([early.status, early.body.errors[0].path], [422, 'date']);
    const taken = await reverse(made.id, { id: made.id });
    assert.equal(taken.body.code, 'already_exists');
    const { body: reversal } = await reverse(made.id);
    assert.equal((await reverse(reversal.id)).body.code, 'invalid_transition');
    assert.equal((await reverse(newId())).status, 404);
    assert.equal(
      (await finance.as('seller').post(`/finance/entries/${made.id}/reverse`, {})).status,
      403,
    );
  });
});
