/** Guarantees of the API in Portuguese: reais are exact, ids are numbers, and its entries are those of the books. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Finance, startFinance } from './harness.ts';

const good = { valor: 150.5, tipo: 'CREDITO', descricao: 'Venda produto X', data: '2025-10-15' };

describe('lançamentos', () => {
  let finance: Finance;
  let admin: ApiClient;
  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  it('answers as the system before did, and counts in the day', async () => {
    const { status, body } = await admin.post('/lancamentos', good);
    assert.equal(status, 201);
    const { id, created_at, ...rest } = body;
    assert.deepEqual(rest, good);
    assert.ok(Number.isSafeInteger(id));
    assert.match(created_at, /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual((await admin.get(`/lancamentos/${id}`)).body, body);
    await admin.post('/lancamentos', { ...good, tipo: 'DEBITO', valor: 0.07 });
    assert.deepEqual((await admin.get('/consolidado/2025-10-15')).body, {
      data: '2025-10-15',
      total_creditos: 150.5,
      total_debitos: 0.07,
      saldo_final: 150.43,
    });
    const { body: day } = await admin.get('/finance/daily/2025-10-15');
    assert.equal(day.balanceMinor, 15_043);
  });

  it('lists the entries of the books, page by page, in the order in which they were entered', async () => {
    const entry = { type: 'debit', amountMinor: 999, date: '2024-05-01', description: 'Gelo' };
    await admin.post('/finance/entries', entry);
    await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        admin.post('/lancamentos', { ...good, valor: n + 1, data: '2024-05-02' }),
      ),
    );
    const range = 'data_inicio=2024-05-01&data_fim=2024-05-02';
    const { body: all } = await admin.get(`/lancamentos?${range}`);
    assert.equal(all.length, 7);
    assert.deepEqual([all[0].valor, all[0].tipo, all[0].descricao], [9.99, 'DEBITO', 'Gelo']);
    const { body: part } = await admin.get(`/lancamentos?${range}&skip=2&limit=3`);
    assert.deepEqual(part, all.slice(2, 5));
    const { body: credits } = await admin.get(`/lancamentos?${range}&tipo=CREDITO`);
    assert.deepEqual(credits, all.slice(1));
  });

  it('gives every entry a number of its own, also of those made at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => admin.post('/lancamentos', good)),
    );
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 50);
  });

  it('honours a repeat with the same key', async () => {
    const headers = { 'idempotency-key': newId() };
    const first = await admin.post('/lancamentos', good, headers);
    assert.deepEqual((await admin.post('/lancamentos', good, headers)).body, first.body);
  });

  for (const [name, body] of [
    ['a third decimal', { ...good, valor: 1.005 }],
    ['a sum that binary fractions spoil', { ...good, valor: 0.1 + 0.2 }],
    ['zero', { ...good, valor: 0 }],
    ['less than zero', { ...good, valor: -1 }],
    ['more than the shop takes', { ...good, valor: 1e13 }],
    ['an amount as text', { ...good, valor: '150.50' }],
    ['an unknown type', { ...good, tipo: 'credit' }],
    ['30 February', { ...good, data: '2025-02-30' }],
    ['an empty description', { ...good, descricao: ' ' }],
    ['an unknown field', { ...good, conta: 'x' }],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const answer = await admin.post('/lancamentos', body);
      assert.deepEqual([answer.status, answer.body.code], [422, 'validation_failed']);
    });
  }

  it('refuses bad queries, unknown numbers, a closed month, and who may not', async () => {
    for (const path of [
      '/lancamentos?limit=0',
      '/lancamentos?skip=-1',
      '/consolidado/15-10-2025',
    ]) {
      assert.equal((await admin.get(path)).status, 422, path);
    }
    assert.equal((await admin.get('/lancamentos/999999999')).status, 404);
    await admin.post('/finance/periods/2023-01/close');
    const closed = await admin.post('/lancamentos', { ...good, data: '2023-01-31' });
    assert.deepEqual([closed.status, closed.body.errors[0].path], [409, 'data']);
    assert.equal((await finance.as('seller').get('/lancamentos')).status, 403);
  });
});
