/** Guarantees of entries over HTTP: what is answered is stored once, listed, and counted on its day. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Finance, startFinance } from './harness.ts';

const date = '2026-11-20';
const good = { type: 'credit', amountMinor: 1000, date, description: 'Ice' };

describe('finance entries', () => {
  let finance: Finance;
  let admin: ApiClient;
  const userId = newId();

  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin', userId);
  });
  after(() => finance?.stop());

  const count = async (table: 'journal_transaction' | 'journal_line') => {
    const [row] = await finance.db.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
    return row?.n;
  };

  it('stores both types, with the trace of the request', async () => {
    const id = newId();
    const credit = await admin.post('/finance/entries', { ...good, id });
    assert.equal(credit.status, 201);
    const { createdAt, ...rest } = credit.body;
    const nothingElse = { categoryId: null, reversesId: null, reversedById: null };
    const stored = { ...good, id, account: 'cash', ...nothingElse, createdBy: userId };
    assert.deepEqual(rest, stored);
    assert.deepEqual((await admin.get(`/finance/entries/${id}`)).body, credit.body);
    assert.equal((await admin.get(`/finance/entries/${newId()}`)).status, 404);
    const debit = await admin.post('/finance/entries', { ...good, type: 'debit', account: 'pix' });
    assert.equal(debit.status, 201);
    assert.equal(debit.body.account, 'pix');
    const [row] = await finance.db.query(
      'SELECT source, kind, trace_id, created_at FROM journal_transaction WHERE id = $1',
      [id],
    );
    assert.deepEqual(row, {
      source: `entry:${id}`,
      kind: 'credit',
      trace_id: credit.headers.get('x-trace-id'),
      created_at: createdAt,
    });
  });

  it('publishes entry.created and counts by type', async () => {
    const other = await startFinance();
    try {
      await other.as('admin').post('/finance/entries', good);
      await other.as('admin').post('/finance/entries', { ...good, type: 'debit' });
      const metrics = await (await fetch(`${other.url}/metrics`)).text();
      assert.match(metrics, /^transactions_created_total\{.*type="credit".*\} 1$/m);
      assert.match(metrics, /^transactions_created_total\{.*type="debit".*\} 1$/m);
      await eventually(async () => {
        const text = await (await fetch(`${other.url}/metrics`)).text();
        assert.match(text, /^rabbitmq_messages_published_total\{.*event="entry.created".*\} 2$/m);
        assert.deepEqual(await other.db.query('SELECT id FROM outbox'), []);
      });
    } finally {
      await other.stop();
    }
  });

  it('refuses an id that is taken, within a batch and later, and stores the rest', async () => {
    const id = newId();
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => admin.post('/finance/entries', { ...good, id })),
      admin.post('/finance/entries', good),
    ]);
    const statuses = answers.map(({ status }) => status);
    assert.deepEqual(statuses.slice(0, 10).sort(), [201, ...Array(9).fill(409)]);
    assert.equal(statuses[10], 201);
    const later = await admin.post('/finance/entries', { ...good, id });
    assert.equal(later.body.code, 'already_exists');
    const lines = await finance.db.query('SELECT 1 FROM journal_line WHERE transaction_id = $1', [
      id,
    ]);
    assert.equal(lines.length, 2);
  });

  it('answers a thousand concurrent repeats of one request with one effect and one response', async () => {
    const before = await count('journal_transaction');
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => admin.post('/finance/entries', good, headers)),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
    const firsts = answers.filter((answer) => answer.headers.get('idempotency-replayed') === null);
    assert.equal(firsts.length, 1);
    assert.equal(await count('journal_transaction'), (before ?? 0) + 1);
    const other = await admin.post('/finance/entries', { ...good, amountMinor: 1 }, headers);
    assert.equal(other.body.code, 'idempotency_key_reused');
  });

  describe('bad input', () => {
    const { type: _type, ...withoutType } = good;
    const bad: [name: string, body: object][] = [
      ['zero', { ...good, amountMinor: 0 }],
      ['a negative amount', { ...good, amountMinor: -1 }],
      ['10^15', { ...good, amountMinor: 1e15 }],
      ['above 2^53', { ...good, amountMinor: 2 ** 53 }],
      ['a fraction', { ...good, amountMinor: 10.5 }],
      ['an amount as text', { ...good, amountMinor: '1000' }],
      ['no amount', { ...good, amountMinor: null }],
      ['30 February', { ...good, date: '2026-02-30' }],
      ['29 February of a common year', { ...good, date: '2026-02-29' }],
      ['month 13', { ...good, date: '2026-13-01' }],
      ['an instant as a date', { ...good, date: '2026-11-20T00:00:00Z' }],
      ['a Brazilian date', { ...good, date: '20/11/2026' }],
      ['the year 0', { ...good, date: '0000-01-01' }],
      ['an unknown type', { ...good, type: 'CREDITO' }],
      ['no type', withoutType],
      ['an empty description', { ...good, description: '  ' }],
      ['a NUL in the description', { ...good, description: 'a\0b' }],
      ['a very long description', { ...good, description: 'x'.repeat(501) }],
      ['an account that holds no money', { ...good, account: 'equity' }],
      ['an id that is no UUID', { ...good, id: '1' }],
      ['an unknown field', { ...good, valor: 1 }],
    ];
    for (const [name, body] of bad) {
      it(`refuses ${name} and stores nothing`, async () => {
        const before = await count('journal_transaction');
        const answer = await admin.post('/finance/entries', body);
        assert.equal(answer.status, 422);
        assert.equal(answer.body.code, 'validation_failed');
        assert.equal(await count('journal_transaction'), before);
      });
    }

    it('refuses bad queries', async () => {
      const forged = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
      for (const path of [
        '/finance/entries?limit=0',
        '/finance/entries?type=x',
        '/finance/entries?from=2026-02-30',
        '/finance/entries?from=2026-02-02&to=2026-02-01',
        '/finance/entries?nope=1',
        '/finance/entries?cursor=garbage',
        `/finance/entries?cursor=${forged(['2026-02-30', newId()])}`,
        `/finance/entries?cursor=${forged(['2026-02-20', 'x'])}`,
        '/finance/daily/2026-02-30',
        '/finance/daily/today',
        '/finance/daily?from=2026-01-01',
        '/finance/daily?from=2025-01-01&to=2026-02-01',
        '/finance/accounts/1/balance',
      ]) {
        assert.equal((await admin.get(path)).status, 422, path);
      }
    });
  });

  it('is for admins only', async () => {
    for (const role of ['seller', 'stockist'] as const) {
      assert.equal((await finance.as(role).post('/finance/entries', good)).status, 403);
      assert.equal((await finance.as(role).get('/finance/entries')).status, 403);
      assert.equal((await finance.as(role).get('/finance/ledger/verify')).status, 403);
    }
  });

  it('lists by day and type, page by page, each entry once', async () => {
    const made: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      const type = n % 2 === 0 ? 'credit' : 'debit';
      const day = `2024-03-0${(n % 3) + 1}`;
      const { body } = await admin.post('/finance/entries', { ...good, type, date: day });
      made.push(body.id);
    }
    const seen: { id: string; date: string }[] = [];
    for (let cursor = ''; ; ) {
      const path = `/finance/entries?from=2024-03-01&to=2024-03-03&limit=3${cursor}`;
      const { body, status } = await admin.get(path);
      assert.equal(status, 200);
      seen.push(...body.items);
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    assert.deepEqual(seen.map(({ id }) => id).sort(), [...made].sort());
    assert.deepEqual(
      seen.map((row) => row.date),
      seen
        .map((row) => row.date)
        .sort()
        .reverse(),
    );
    const debits = await admin.get('/finance/entries?from=2024-03-01&to=2024-03-03&type=debit');
    assert.equal(debits.body.items.length, 3);
    assert.ok(debits.body.items.every((row: { type: string }) => row.type === 'debit'));
  });
});
