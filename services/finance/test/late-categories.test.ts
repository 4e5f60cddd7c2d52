/** Guarantee: an entry ends on the account of its last category, also where that is given while another one is followed. */
import assert from 'node:assert/strict';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { readMisplaced } from '../src/counter-account-store.ts';
import { categoryConsumers } from '../src/follow-categories.ts';
import { storeCorrection } from '../src/suggestion-store.ts';
import { categoryId } from './categories.ts';
import { type Finance, startWithoutGuesses } from './harness.ts';

describe('a category that is given while another one is followed', () => {
  let finance: Finance;
  before(async () => {
    finance = await startWithoutGuesses();
  });
  after(() => finance?.stop());

  const enter = async (): Promise<string> => {
    const wish = { type: 'debit', amountMinor: 700, date: '2025-03-05', description: 'x' };
    const { status, body } = await finance.as('admin').post('/finance/entries', wish);
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  };
  const decide = (tx: Tx, entryId: string, slug: Parameters<typeof categoryId>[0]) =>
    storeCorrection(tx, { entryId, categoryId: categoryId(slug), decidedAt: new Date() });
  const follow = (tx: Tx, entryId: string) => {
    const consumers = categoryConsumers({ onPosted: () => undefined });
    const handler = consumers[0]?.handlers['entry.categorized'] ?? assert.fail();
    const by = { by: 'person', confidence: null, modelVersion: null };
    const data = { entryId, categoryId: categoryId('suppliers-meat'), ...by };
    const message = { id: newId(), subject: entryId, time: '', traceparent: null, data };
    return handler.handle(tx, [message]);
  };
  const isOneWaiting = () =>
    eventually(async () => {
      const waiting = await finance.db.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database()
           AND application_name = 'finance-test' AND wait_event_type = 'Lock'`,
      );
      assert.equal(waiting.length, 1);
    });

  it('is not lost, though its own event found nothing to move', async () => {
    const id = await enter();
    await finance.db.transaction((tx) => decide(tx, id, 'suppliers-meat'));
    const following = await finance.db.transaction(async (tx) => {
      await tx.query("SELECT FROM account_day WHERE date = '2025-03-05' FOR UPDATE");
      const first = finance.db
        .transaction((other) => follow(other, id))
        .then(
          () => 'committed',
          (error: { code?: string }) => error.code,
        );
      await isOneWaiting();
      await finance.db.transaction(async (other) => {
        await decide(other, id, 'rent');
        await follow(other, id);
      });
      return { first };
    });
    assert.equal(await following.first, 'conflict', 'it is tried again');
    await finance.db.transaction((tx) => follow(tx, id));
    assert.deepEqual(await readMisplaced(finance.db, [id]), []);
  });
});
