/** Guarantees of imports: each transaction of a bank is entered once, a broken file enters nothing and says why. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient, ApiResponse } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Finance, startFinance } from './harness.ts';

interface Transaction {
  id: string;
  amount: string;
  memo?: string;
  date?: string;
}

const ofx = (transactions: Transaction[], account = '123') =>
  `OFXHEADER:100\nDATA:OFXSGML\n\n<OFX>\n<STMTRS><CURDEF>BRL<BANKACCTFROM><BANKID>341<ACCTID>${account}</BANKACCTFROM>\n<BANKTRANLIST>\n${transactions
    .map(
      ({ id, amount, memo = 'Energia', date = '20261103' }) =>
        `<STMTTRN><DTPOSTED>${date}<TRNAMT>${amount}<FITID>${id}<MEMO>${memo}</STMTTRN>\n`,
    )
    .join('')}</BANKTRANLIST></STMTRS>\n</OFX>\n`;

describe('importing statements', () => {
  let finance: Finance;
  let admin: ApiClient;
  const userId = newId();

  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin', userId);
  });
  after(() => finance?.stop());

  const send = (
    text: string | Buffer,
    query = '',
    headers: Record<string, string> = {},
  ): Promise<ApiResponse> =>
    admin.post(`/finance/imports${query}`, text, {
      'content-type': 'application/x-ofx',
      ...headers,
    });
  const outcomes = (body: { rows: { outcome: string }[] }) => body.rows.map((row) => row.outcome);
  const count = async () => {
    const [row] = await finance.db.query<{ n: number }>(
      'SELECT (SELECT count(*) FROM journal_transaction) + (SELECT count(*) FROM imported_entry) AS n',
    );
    return row?.n;
  };

  it('enters each transaction once, however often and together with what the file comes', async () => {
    const first = [
      { id: 'a1', amount: '-1.234,56', memo: 'FRIGORÍFICO' },
      { id: 'a2', amount: '10.00' },
    ];
    const { status, body } = await send(Buffer.from(ofx(first), 'latin1'));
    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual([body.isApplied, body.createdCount], [true, 2]);
    const [row] = body.rows;
    const entry = (await admin.get(`/finance/entries/${row.entryId}`)).body;
    assert.deepEqual(
      [
        entry.type,
        entry.amountMinor,
        entry.date,
        entry.description,
        entry.account,
        entry.createdBy,
      ],
      ['debit', 123_456, '2026-11-03', 'FRIGORÍFICO', 'bank', userId],
    );
    const stored = await count();
    const again = await send(ofx(first));
    assert.deepEqual(outcomes(again.body), ['duplicate', 'duplicate']);
    assert.equal(again.body.rows[0].entryId, row.entryId);
    assert.equal(await count(), stored);
    const longer = await send(
      ofx([...first, { id: 'a3', amount: '-5' }, { id: 'a3', amount: '-5' }]),
    );
    assert.deepEqual(outcomes(longer.body), ['duplicate', 'duplicate', 'created', 'duplicate']);
    const other = await send(ofx(first, '999'));
    assert.deepEqual(outcomes(other.body), ['created', 'created'], 'another account');
  });

  it('enters a file once that eight send at the same time', async () => {
    const text = ofx(
      Array.from({ length: 50 }, (_none, n) => ({ id: `r${n}`, amount: '-1' })),
      'race',
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(text)));
    const created = answers.filter(
      ({ status, body }) => status === 200 && body.createdCount === 50,
    );
    assert.equal(created.length, 1);
    for (const { status, body } of answers) {
      assert.ok(status === 409 || body.createdCount + body.duplicateCount === 50);
    }
    const sums = await admin.get('/finance/ledger/verify');
    assert.equal(sums.body.isConsistent, true);
    assert.deepEqual(new Set(outcomes((await send(text)).body)), new Set(['duplicate']));
  });

  it('enters nothing of a broken file, and names line and reason', async () => {
    const before = await count();
    const good = Array.from({ length: 20 }, (_none, n) => ({ id: `b${n}`, amount: '-1' }));
    const bad = [
      { id: 'bad1', amount: '1.234' },
      { id: 'bad2', amount: '-1', date: '20260231' },
    ];
    const { status, body } = await send(ofx([...good, ...bad]));
    assert.deepEqual([status, body.code], [422, 'validation_failed']);
    assert.match(body.detail, /^2 of 22 /);
    assert.deepEqual(body.errors, [
      {
        path: 'rows[20].amount',
        message: 'line 27: "1.234" may mean two amounts; write it with two decimals',
      },
      { path: 'rows[21].date', message: 'line 28: "2026-02-31" is not a day' },
    ]);
    const cut = await send(ofx(good).slice(0, -40));
    assert.equal(cut.status, 422);
    assert.match(cut.body.errors[0].message, /^line 26: a tag is broken off/);
    const reused = await send(ofx([...good, { id: 'a1', amount: '-7' }], '123'));
    assert.match(reused.body.errors[0].message, /^line 27: another transaction, of 2026-11-03/);
    assert.equal(await count(), before);
  });

  it('gives the reasons in Portuguese to whoever reads that', async () => {
    const csv = { 'content-type': 'text/csv', 'accept-language': 'pt-BR,pt;q=0.9' };
    const text =
      'data;descricao;valor;categoria\n31/02/2026;a;1.234;\n05/11/2026;b;-1,00;Nenhuma\n05/11/2026;SALDO;1,00;\n05/11/2026;c\n';
    const told = await send(text, '?dryRun=true', csv);
    assert.equal(told.headers.get('content-language'), 'pt');
    const reasons = told.body.rows.flatMap(({ errors }: { errors: { message: string }[] }) =>
      errors.map(({ message }) => message),
    );
    assert.deepEqual(reasons, [
      '"2026-02-31" não é um dia',
      '"1.234" pode ser dois valores; escreva com duas casas decimais',
      'não há categoria "Nenhuma" para dinheiro neste sentido',
      'é um saldo, não um movimento',
      'a linha tem 2 células, as colunas pedem 4',
    ]);
    const refused = await send(text, '', csv);
    assert.match(refused.body.detail, /^3 de 4 transações não podem ser importadas/);
    assert.equal(refused.body.errors[0].message, 'linha 2: "2026-02-31" não é um dia');
    const cut = await send(ofx([{ id: 'z', amount: '-1' }]).slice(0, -40), '', csv);
    assert.match(cut.body.errors[0].message, /^linha \d+: /);
    assert.match(cut.body.detail, /^O arquivo não pode ser importado: linha/);
  });

  it('enters what comes under the id of another on request, and once', async () => {
    const before = { id: 'same', amount: '-3' };
    const rows = [before, { id: 'same', amount: '-4' }, { id: 'same', amount: '-4' }];
    await send(ofx([before], 'reuse'));
    const told = await send(ofx(rows, 'reuse'), '?dryRun=true');
    assert.deepEqual(outcomes(told.body), ['duplicate', 'refused', 'refused']);
    const { body } = await send(ofx(rows, 'reuse'), '?reusedIds=enter');
    assert.deepEqual(outcomes(body), ['duplicate', 'created', 'duplicate']);
    const again = await send(ofx(rows, 'reuse'));
    assert.deepEqual(outcomes(again.body), ['duplicate', 'duplicate', 'duplicate']);
    assert.equal(again.body.rows[1].entryId, body.rows[1].entryId);
  });

  it('only tells what would be in a dry run', async () => {
    const before = await count();
    const rows = [
      { id: 'a1', amount: '-1234.56' },
      { id: 'dry', amount: '-2,00 ' },
      { id: 'nil', amount: '0.00' },
      { id: 'bad', amount: 'x' },
    ];
    const { status, body } = await send(ofx(rows), '?dryRun=true');
    assert.equal(status, 200);
    assert.equal(body.isApplied, false);
    assert.deepEqual(outcomes(body), ['duplicate', 'created', 'skipped', 'refused']);
    assert.equal(await count(), before);
  });

  it('enters nothing into a month that is closed', async () => {
    assert.equal((await admin.post('/finance/periods/2018-05/close')).status, 200);
    const before = await count();
    const text = ofx([
      { id: 'c1', amount: '-1' },
      { id: 'c2', amount: '-1', date: '20180531' },
    ]);
    const { status, body } = await send(text);
    assert.deepEqual(
      [status, body.errors],
      [422, [{ path: 'rows[1].date', message: 'line 8: 2018-05 is closed' }]],
    );
    assert.deepEqual(outcomes((await send(text, '?dryRun=true')).body), ['created', 'refused']);
    assert.equal(await count(), before);
  });

  it('takes CSV with categories by name, into the account that is named', async () => {
    const csv = { 'content-type': 'text/csv' };
    const text = 'Data;Histórico;Valor;Categoria\n03/11/2026;CPFL;-300,00;Energia elétrica\n';
    const { status, body } = await send(text, '?account=cash', csv);
    assert.equal(status, 200, JSON.stringify(body));
    const entry = (await admin.get(`/finance/entries/${body.rows[0].entryId}`)).body;
    assert.equal(entry.categoryId, '01930000-0000-7000-8001-000000000007');
    assert.equal(entry.account, 'cash');
    assert.deepEqual(outcomes((await send(text, '?account=cash', csv)).body), ['duplicate']);
    const wrong = await send(text.replace('Energia elétrica', 'Vendas'), '', csv);
    assert.match(wrong.body.errors[0].message, /line 2: there is no category "Vendas"/);
  });

  it('says entry.created of what it enters, with its source, and has one effect under one key', async () => {
    const text = ofx([{ id: 'k1', amount: '-9' }], 'key');
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all([send(text, '', headers), send(text, '', headers)]);
    assert.deepEqual(
      answers.map(({ body }) => body.createdCount),
      [1, 1],
    );
    await eventually(async () => {
      assert.deepEqual(await finance.db.query('SELECT id FROM outbox'), []);
    });
  });

  it('refuses what is no statement, and everybody but admins', async () => {
    for (const text of ['', '<OFX></OFX>', 'a;b\n1;2', '{}']) {
      assert.equal((await send(text)).body.code, 'validation_failed', text);
    }
    assert.equal((await send('a\0b')).status, 400);
    assert.equal((await send('{}', '', { 'content-type': 'application/json' })).status, 415);
    assert.equal((await send(ofx([]), '?account=equity')).status, 422);
    const seller = finance.as('seller');
    const type = { 'content-type': 'application/x-ofx' };
    assert.equal((await seller.post('/finance/imports', ofx([]), type)).status, 403);
  });

  it('takes 20,000 transactions at once', async () => {
    const many = Array.from({ length: 20_000 }, (_none, n) => ({ id: `m${n}`, amount: '-1' }));
    const { status, body } = await send(ofx(many, 'many'));
    assert.deepEqual([status, body.createdCount], [200, 20_000]);
    const more = await send(ofx([...many, { id: 'x', amount: '1' }], 'many'));
    assert.match(more.body.errors[0].message, /more than 20000/);
  }).timeout(60_000);
});
