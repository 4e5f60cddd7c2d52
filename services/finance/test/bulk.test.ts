/** Guarantees of bulk entries: all of them or none, each fault by its index, and a repeat has no second effect. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Finance, startFinance } from './harness.ts';

const good = { type: 'credit', amountMinor: 100, date: '2026-11-20', description: 'Ice' };
const many = (count: number, extra: object = {}) =>
  Array.from({ length: count }, () => ({ ...good, ...extra }));

describe('bulk entries', () => {
  let finance: Finance;
  let admin: ApiClient;
  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  const post = (entries: object[], headers = {}) =>
    admin.post('/finance/entries/bulk', { entries }, headers);
  const count = async () => {
    const [row] = await finance.db.query<{ n: number }>(
      'SELECT count(*) AS n FROM journal_transaction',
    );
    return row?.n ?? 0;
  };

  it('enters a thousand with descriptions of the greatest length, in their order, each with its event', async () => {
    const before = await count();
    const entries = many(1000, { description: 'x'.repeat(500) }).map((entry, n) => ({
      ...entry,
      amountMinor: n + 1,
    }));
    const { status, body } = await post(entries);
    assert.equal(status, 201);
    assert.deepEqual(
      body.items.map(({ amountMinor }: { amountMinor: number }) => amountMinor),
      entries.map(({ amountMinor }) => amountMinor),
    );
    assert.equal(await count(), before + 1000);
    const { body: day } = await admin.get('/finance/daily/2026-11-20');
    assert.equal(day.creditsMinor, 500_500);
  });

  it('enters nothing when one cannot be, and names each fault by its index', async () => {
    const before = await count();
    const taken = newId();
    await admin.post('/finance/entries', { ...good, id: taken });
    const unknown = await post([
      good,
      { ...good, categoryId: newId() },
      { ...good, id: taken },
      good,
    ]);
    assert.equal(unknown.status, 422);
    assert.equal(unknown.body.code, 'unknown_category');
    assert.deepEqual(
      unknown.body.errors.map(({ path }: { path: string }) => path),
      ['entries[1].categoryId', 'entries[2].id'],
    );
    const id = newId();
    const twice = await post([{ ...good, id }, good, { ...good, id }]);
    assert.equal(twice.status, 409);
    assert.equal(twice.body.errors[0].path, 'entries[2].id');
    const malformed = await post([good, { ...good, amountMinor: 0.5 }]);
    assert.equal(malformed.body.errors[0].path, 'entries[1].amountMinor');
    assert.equal(await count(), before + 1);
    const [row] = await finance.db.query<{ n: number }>(
      'SELECT count(*) AS n FROM outbox WHERE subject = $1',
      [id],
    );
    assert.equal(row?.n, 0);
  });

  it('refuses none at all and more than a thousand', async () => {
    for (const entries of [[], many(1001)]) {
      assert.equal((await post(entries)).body.code, 'validation_failed');
    }
  });

  it('answers a repeat with the same key as it did the first time', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await post(many(3), headers);
    const before = await count();
    const again = await post(many(3), headers);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.get('idempotency-replayed'), 'true');
    assert.equal(await count(), before);
  });
});
