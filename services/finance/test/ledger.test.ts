/** Guarantees of the ledger itself: the database refuses what may not be, and verify finds what was forced in. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import type { Posting } from '../src/journal-transaction.ts';
import { postJournal } from '../src/post-journal.ts';
import { postSale } from '../src/post-sale.ts';
import { verifyLedger } from '../src/verify-ledger.ts';
import { saleOf } from './fixtures.ts';
import { type Finance, startFinance, tamper } from './harness.ts';

const cash = '01930000-0000-7000-8000-000000000001';
const revenue = '01930000-0000-7000-8000-000000000007';

function posting(amountMinor = 1000): Posting {
  const id = newId();
  return { ...postSale(saleOf([['cash', amountMinor]])), id, createdBy: null, traceId: null };
}

describe('the ledger', () => {
  let finance: Finance;
  beforeEach(async () => {
    finance = await startFinance();
  });
  afterEach(() => finance?.stop());

  const post = (...postings: Posting[]) =>
    finance.db.transaction((tx) => postJournal(tx, postings));
  const verify = async () => (await finance.as('admin').get('/finance/ledger/verify')).body;

  it('posts many transactions at once and answers which were new', async () => {
    const [a, b, c] = [posting(), posting(), posting()];
    assert.deepEqual([...(await post(a, b, { ...b, id: newId() })).keys()], [a, b]);
    assert.deepEqual([...(await post(c, a)).keys()], [c]);
    assert.deepEqual([...(await post({ ...posting(), lines: [] })).keys()], []);
    const report = await verify();
    assert.equal(report.transactionCount, 3);
    assert.equal(report.debitMinor, 3000);
  });

  it('posts a source once when many try at the same time', async () => {
    const same = posting();
    const others = Array.from({ length: 8 }, () => posting());
    const created = await Promise.all(others.map((other) => post({ ...same, id: newId() }, other)));
    assert.equal(created.flatMap((map) => [...map.keys()]).length, 9);
    assert.equal((await verify()).debitMinor, 9000);
  });

  it('raises on a transaction that does not balance, and keeps nothing of its batch', async () => {
    const broken = posting();
    const [first] = broken.lines;
    assert.ok(first !== undefined);
    await assert.rejects(post(posting(), { ...broken, lines: [first] }), /does not balance/);
    assert.equal((await verify()).transactionCount, 0);
  });

  it('raises on lines inserted by hand that do not balance or are on both or neither side, or point nowhere', async () => {
    const one = posting();
    await post(one);
    const insert = (rows: string) =>
      finance.db.query(
        `INSERT INTO journal_line (transaction_id, position, account_id, debit_minor, credit_minor) VALUES ${rows}`,
      );
    await assert.rejects(insert(`('${one.id}', 7, '${cash}', 5, 0)`), /does not balance/);
    await assert.rejects(
      insert(`('${one.id}', 7, '${cash}', 5, 0), ('${one.id}', 8, '${revenue}', 0, 6)`),
      /does not balance/,
    );
    await assert.rejects(insert(`('${one.id}', 7, '${cash}', 5, 5)`), /check constraint/);
    await assert.rejects(insert(`('${one.id}', 7, '${cash}', 0, 0)`), /check constraint/);
    await assert.rejects(
      insert(`('${one.id}', 7, '${cash}', -5, 0), ('${one.id}', 8, '${cash}', 0, -5)`),
      /check constraint/,
    );
    const none = newId();
    await assert.rejects(
      insert(`('${one.id}', 7, '${none}', 5, 0), ('${one.id}', 8, '${cash}', 0, 5)`),
      new RegExp(`account ${none} does not exist`),
    );
    await assert.rejects(
      insert(`('${none}', 0, '${cash}', 5, 0), ('${none}', 1, '${revenue}', 0, 5)`),
      /foreign key/,
    );
    await assert.rejects(finance.db.query('DELETE FROM account'), /foreign key/);
  });

  it('raises on every change of what is posted', async () => {
    await post(posting());
    for (const statement of [
      `UPDATE journal_transaction SET description = 'x'`,
      'UPDATE journal_line SET debit_minor = debit_minor',
      'DELETE FROM journal_transaction',
      'DELETE FROM journal_line',
      'TRUNCATE journal_line',
      'TRUNCATE journal_transaction CASCADE',
    ]) {
      await assert.rejects(finance.db.query(statement), /append-only/, statement);
    }
    assert.equal((await verify()).isConsistent, true);
  });

  describe('verify', () => {
    const forgeries: [
      name: string,
      sql: (id: string) => string,
      named: 'transaction' | 'day' | 'both',
    ][] = [
      [
        'changed an amount on one side',
        (id) =>
          `UPDATE journal_line SET debit_minor = debit_minor + 1 WHERE transaction_id = '${id}' AND debit_minor > 0`,
        'both',
      ],
      [
        'changed amounts on both sides',
        (id) =>
          `UPDATE journal_line SET debit_minor = debit_minor * 2, credit_minor = credit_minor * 2 WHERE transaction_id = '${id}'`,
        'day',
      ],
      [
        'set an amount beyond exact numbers',
        (id) =>
          `UPDATE journal_line SET debit_minor = 9007199254740995 WHERE transaction_id = '${id}' AND debit_minor > 0`,
        'both',
      ],
      [
        'changed an account',
        (id) => `UPDATE journal_line SET account_id = '${revenue}' WHERE transaction_id = '${id}'`,
        'day',
      ],
      [
        'changed a date',
        (id) => `UPDATE journal_transaction SET date = '2020-01-01' WHERE id = '${id}'`,
        'day',
      ],
      [
        'removed a line',
        (id) => `DELETE FROM journal_line WHERE transaction_id = '${id}' AND position = 0`,
        'both',
      ],
      [
        'removed all lines',
        (id) => `DELETE FROM journal_line WHERE transaction_id = '${id}'`,
        'both',
      ],
      [
        'removed a transaction',
        (id) => `DELETE FROM journal_transaction WHERE id = '${id}'`,
        'both',
      ],
      [
        'changed the sums of a day',
        () => 'UPDATE account_day SET credit_minor = credit_minor + 1',
        'day',
      ],
      ['removed a day', () => `DELETE FROM account_day WHERE account_id = '${cash}'`, 'day'],
    ];
    for (const [name, sql, named] of forgeries) {
      it(`finds what SQL did behind the API: ${name}`, async () => {
        const victim = posting(500);
        await post(posting(), victim, posting());
        assert.equal((await verify()).isConsistent, true);
        await tamper(finance.db, sql(victim.id));
        const report = await verify();
        assert.equal(report.isConsistent, false);
        assert.deepEqual(report.unbalancedTransactions, named === 'day' ? [] : [victim.id]);
        assert.ok(report.differingDays.length > 0);
      });
    }

    it('names the days that differ', async () => {
      const victim = posting(500);
      await post(posting(), victim);
      await tamper(
        finance.db,
        `UPDATE journal_transaction SET date = '2020-01-01' WHERE id = '${victim.id}'`,
      );
      assert.deepEqual((await verify()).differingDays, [
        { accountId: cash, date: '2020-01-01' },
        { accountId: revenue, date: '2020-01-01' },
        { accountId: cash, date: '2026-11-20' },
        { accountId: revenue, date: '2026-11-20' },
      ]);
    });

    it('answers the same however many stretches it reads the journal in', async () => {
      const edges = [
        '00000000-0000-0000-0000-000000000000',
        'ffffffff-ffff-ffff-ffff-ffffffffffff',
      ];
      const victim = posting(500);
      await post(
        ...edges.map((id) => ({ ...posting(), id })),
        posting(),
        victim,
        posting(),
        posting(),
      );
      await eventually(async () => assert.equal((await verify()).chain.waitingCount, 0));
      await tamper(finance.db, `DELETE FROM journal_transaction WHERE id = '${victim.id}'`);
      const whole = await verifyLedger(finance.db);
      assert.equal(whole.transactionCount, 5);
      assert.deepEqual(whole.unbalancedTransactions, [victim.id]);
      for (const size of [1, 2, 3]) assert.deepEqual(await verifyLedger(finance.db, size), whole);
    });
  });
});
