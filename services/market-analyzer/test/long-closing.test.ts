/** Guarantees of a month of quotes that is long in closing: it has the time that it needs, and ends with its service. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { startMarket } from './harness.ts';
import { type OldQuotes, openOldQuotes } from './old-quotes.ts';

/** A request is given up after a second more, by who asks. */
const statementTimeoutMs = 200;

describe('quotes whose month is long in closing', () => {
  let old: OldQuotes;
  before(async () => {
    old = await openOldQuotes();
    await old.market.db.query(`
      CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_sleep(CASE new.symbol WHEN 'LONG' THEN 2 ELSE 600 END);
        RETURN new;
      END $$`);
    await old.market.db.query(
      'CREATE TRIGGER long BEFORE INSERT ON quote_hour FOR EACH ROW EXECUTE FUNCTION take_long()',
    );
  });
  after(() => old?.market.stop());

  it('go, however short the time of a request is', async () => {
    await old.send('LONG', { at: '1991-02-10T12:10:00Z', price: '5' });
    const replica = await startMarket({
      DATABASE_URL: old.market.databaseUrl,
      DATABASE_STATEMENT_TIMEOUT_MS: String(statementTimeoutMs),
    });
    try {
      await eventually(async () => assert.equal(await old.countOf('LONG'), 0));
    } finally {
      await replica.stop();
    }
  });

  it('stay where their service stops, which does not wait for that', async () => {
    await old.send('ENDLESS', { at: '1991-02-10T12:10:00Z', price: '5' });
    const replica = await startMarket({ DATABASE_URL: old.market.databaseUrl });
    try {
      await eventually(async () => assert.equal(await closingCount(), 1));
    } finally {
      await replica.stop();
    }
    assert.equal(await closingCount(), 0);
    assert.equal(await old.countOf('ENDLESS'), 1);
  });

  async function closingCount(): Promise<number> {
    const closing = await old.market.db.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
         AND application_name = 'balcao-market-analyzer-retention' AND wait_event = 'PgSleep'`,
    );
    return closing.length;
  }
});
