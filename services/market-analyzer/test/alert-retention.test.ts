/** Alerts that ended long ago and silences that are long over are forgotten; an open alert never is. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { alertRetentionJob } from '../src/alert-retention.ts';
import { type Market, startMarket } from './harness.ts';

const now = () => new Date('2026-11-26T12:00:00Z');

describe('forgetting alerts', () => {
  let market: Market;
  before(async () => {
    market = await startMarket();
  });
  after(() => market?.stop());

  it('takes what ended before the days that are kept, and nothing that is open or in force', async () => {
    const { db } = market;
    const addAlert = async (symbol: string, resolvedAt: string | null) => {
      await db.query(
        `INSERT INTO alert (id, rule_id, rule_name, symbol, severity, labels, summary_pt, summary_en, started_at,
           resolved_at)
         VALUES ($1, $2, 'Rule', $3, 'info', '{}', 'pt', 'en', '2020-01-01T00:00:00Z', $4)`,
        [newId(), newId(), symbol, resolvedAt],
      );
    };
    await addAlert('OPEN', null);
    await addAlert('OLD', '2026-11-16T11:59:59Z');
    await addAlert('KEPT', '2026-11-16T12:00:01Z');
    const admin = market.as('admin');
    const addSilence = (comment: string, endsAt: string) => {
      const matchers = { symbol: 'X' };
      const startsAt = '2020-01-01T00:00:00Z';
      return admin.post('/market/silences', { matchers, startsAt, endsAt, comment });
    };
    await addSilence('Old', '2026-11-16T11:59:59Z');
    await addSilence('Kept', '2026-11-16T12:00:01Z');
    await addSilence('In force', '2999-01-01T00:00:00Z');

    await alertRetentionJob({ db, now, days: 10 }).run();

    const alerts = await db.query<{ symbol: string }>('SELECT symbol FROM alert ORDER BY symbol');
    assert.deepEqual(
      alerts.map(({ symbol }) => symbol),
      ['KEPT', 'OPEN'],
    );
    const silences = await db.query<{ comment: string }>('SELECT comment FROM silence ORDER BY id');
    assert.deepEqual(
      silences.map(({ comment }) => comment),
      ['Kept', 'In force'],
    );
  });
});
