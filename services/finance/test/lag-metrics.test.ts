/** Protects: what is behind the journal is seen by whoever watches the metrics. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { createMetrics } from '@balcao/kit/metrics.ts';
import { createRedis } from '@balcao/kit/redis.ts';
import { silentLog } from '@balcao/kit/testing/kit-database.ts';
import { createDailyBalances } from '../src/daily-balances.ts';
import { lagMetricsJob } from '../src/lag-metrics.ts';
import { readStaleSeconds } from '../src/stale-day-store.ts';
import { type Finance, startFinance } from './harness.ts';

describe('the metrics of lags', () => {
  let finance: Finance;
  before(async () => {
    finance = await startFinance();
    // What is put there now is left to the test.
    await finance.service.stop();
  });
  after(() => finance?.stop());

  it('tell how long balances wait to be forgotten, and how many entries for the newest model', async () => {
    const metrics = createMetrics('finance');
    const job = lagMetricsJob({ db: finance.db, metrics });
    const shown = async () => {
      await job.run();
      const page = await metrics.registry.metrics();
      return ['daily_balances_stale_seconds', 'category_entries_waiting'].map((name) =>
        Number(new RegExp(`^${name}\\{service="finance"\\} (.*)$`, 'm').exec(page)?.[1]),
      );
    };
    await finance.db.query('DELETE FROM stale_day');
    assert.deepEqual(await shown(), [0, 0]);
    await finance.db.query(
      "INSERT INTO stale_day (date, noted_at) VALUES ('2026-11-20', now() - interval '90 seconds')",
    );
    await finance.db.query(
      `INSERT INTO category_model (version, seed_examples, taught_examples) VALUES (1000, 1, 0)`,
    );
    await finance.db.query(
      `INSERT INTO category_suggestion (entry_id, model_version, suggestions, is_open)
       VALUES ($1, 1, '[]', true), ($2, 1000, '[]', true), ($3, 1, '[]', false)`,
      [newId(), newId(), newId()],
    );
    const [seconds = 0, waiting] = await shown();
    assert.ok(seconds >= 90 && seconds < 120, String(seconds));
    assert.equal(waiting, 1);
  });

  it('count from the oldest note, also once several are gathered into one while Redis is away', async () => {
    const redis = createRedis('redis://127.0.0.1:1', silentLog);
    const { sweep, stop } = createDailyBalances(finance.db, redis);
    await finance.db.query('DELETE FROM stale_day');
    await finance.db.query(
      `INSERT INTO stale_day (date, noted_at)
       VALUES ('2026-11-20', now() - interval '30 seconds'), ('2026-11-21', now() - interval '90 seconds')`,
    );
    await sweep.run();
    stop();
    redis.disconnect();
    const days = await finance.db.query('SELECT date FROM stale_day');
    assert.deepEqual(days, [{ date: '2026-11-20' }]);
    const seconds = await readStaleSeconds(finance.db);
    assert.ok(seconds >= 90, String(seconds));
  });
});
