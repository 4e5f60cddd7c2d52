/** Guarantees of the chain of hashes: all that is posted is in it once, and verify names the first row that was edited. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { chainSome } from '../src/chain-journal.ts';
import type { Posting } from '../src/journal-transaction.ts';
import { postJournal } from '../src/post-journal.ts';
import { postSale } from '../src/post-sale.ts';
import { saleOf } from './fixtures.ts';
import { type Finance, runCommand, startFinance, tamper } from './harness.ts';

function posting(): Posting {
  return { ...postSale(saleOf([['cash', 500]])), id: newId(), createdBy: null, traceId: null };
}

describe('the chain of hashes', () => {
  let finance: Finance;
  beforeEach(async () => {
    // The service's own writer is asleep: the test is the writer.
    finance = await startFinance({ env: { LEDGER_CHAIN_MS: '600000' } });
  });
  afterEach(() => finance?.stop());

  const post = async (count: number) => {
    const postings = Array.from({ length: count }, posting);
    await finance.db.transaction((tx) => postJournal(tx, postings));
    return postings.map(({ id }) => id);
  };
  /** Again while the service's own writer has its first look. */
  const chain = () =>
    eventually(async () => {
      await chainSome(finance.db);
      assert.equal((await verify()).chain.waitingCount, 0);
    });
  const verify = async () => (await finance.as('admin').get('/finance/ledger/verify')).body;

  it('grows by what was posted, in order, and its head changes with it', async () => {
    const empty = (await verify()).chain;
    assert.deepEqual([empty.length, empty.waitingCount, empty.firstBroken], [0, 0, null]);
    await post(3);
    assert.deepEqual((await verify()).chain, { ...empty, waitingCount: 3 });
    await chain();
    const { chain: grown, isConsistent } = await verify();
    assert.deepEqual([grown.length, grown.waitingCount, isConsistent], [3, 0, true]);
    assert.notEqual(grown.head, empty.head);
  });

  it('takes each transaction once while writers of several replicas race with postings', async () => {
    let isPosting = true;
    const writer = async () => {
      while (isPosting) await chainSome(finance.db);
    };
    const writers = [writer(), writer(), writer()];
    await Promise.all(Array.from({ length: 40 }, () => post(5)));
    isPosting = false;
    await Promise.all(writers);
    await chain();
    const { chain: grown, isConsistent } = await verify();
    assert.deepEqual([grown.length, grown.waitingCount, isConsistent], [200, 0, true]);
  });

  const edits: [name: string, sql: (id: string) => string, fault: string][] = [
    [
      'changed a description',
      (id) => `UPDATE journal_transaction SET description = 'x' WHERE id = '${id}'`,
      'transaction_changed',
    ],
    [
      'changed who made it',
      (id) => `UPDATE journal_transaction SET created_by = id WHERE id = '${id}'`,
      'transaction_changed',
    ],
    [
      'changed amounts on both sides',
      (id) =>
        `UPDATE journal_line SET debit_minor = debit_minor * 2, credit_minor = credit_minor * 2 WHERE transaction_id = '${id}'`,
      'transaction_changed',
    ],
    [
      'swapped the order of its lines',
      (id) => `UPDATE journal_line SET position = 3 - position WHERE transaction_id = '${id}'`,
      'transaction_changed',
    ],
    [
      'removed a transaction',
      (id) => `DELETE FROM journal_transaction WHERE id = '${id}'`,
      'transaction_missing',
    ],
    [
      'removed a link',
      (id) => `DELETE FROM journal_hash WHERE transaction_id = '${id}'`,
      'link_missing',
    ],
    [
      'replaced a hash',
      (id) => `UPDATE journal_hash SET hash = sha256('x') WHERE transaction_id = '${id}'`,
      'transaction_changed',
    ],
  ];
  for (const [name, sql, fault] of edits) {
    it(`names the first row where SQL ${name} behind the API`, async () => {
      const ids = await post(7);
      await chain();
      const victim = [...ids].sort()[3] ?? '';
      await tamper(finance.db, sql(victim), sql([...ids].sort()[5] ?? ''));
      const report = await verify();
      assert.equal(report.isConsistent, false);
      const transactionId = fault === 'link_missing' ? null : victim;
      assert.deepEqual(report.chain.firstBroken, { seq: 4, transactionId, fault });
    });
  }

  it('finds that its end was cut off', async () => {
    await post(2);
    await chain();
    const last = 'DELETE FROM journal_hash WHERE seq = 2';
    await tamper(finance.db, last);
    const cut = { seq: 2, transactionId: null, fault: 'link_missing' };
    assert.deepEqual((await verify()).chain.firstBroken, cut);
  });

  it('finds a transaction that was posted without its triggers', async () => {
    await post(2);
    await chain();
    const id = newId();
    await tamper(
      finance.db,
      `INSERT INTO journal_transaction (id, source, kind, date, description)
       VALUES ('${id}', 'forged', 'sale', '2026-11-20', 'x')`,
    );
    const outsider = { seq: null, transactionId: id, fault: 'never_chained' };
    assert.deepEqual((await verify()).chain.firstBroken, outsider);
  });

  it('refuses every change of itself by SQL', async () => {
    await post(1);
    await chain();
    await assert.rejects(finance.db.query('DELETE FROM journal_hash'), /append-only/);
    await assert.rejects(finance.db.query('UPDATE journal_hash SET seq = 2'), /append-only/);
  });

  it('is proved by a command, which fails and names the row when it is broken', async () => {
    const [id = ''] = await post(1);
    await chain();
    const sound = await runCommand(finance, 'verify');
    assert.deepEqual([sound.code, JSON.parse(sound.printed).chain.length], [0, 1]);
    await tamper(finance.db, `UPDATE journal_transaction SET trace_id = 'x' WHERE id = '${id}'`);
    const broken = await runCommand(finance, 'verify');
    assert.equal(broken.code, 1);
    assert.equal(JSON.parse(broken.printed).chain.firstBroken.transactionId, id);
  });
});
