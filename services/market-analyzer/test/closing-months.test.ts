/** Guarantees of closing a month of quotes: nothing is lost or counted twice, whoever stores, closes or fails meanwhile. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { closeQuoteMonth } from '../src/quote-store.ts';
import {
  figuresOf,
  hourMs,
  instantOf,
  kept,
  type OldQuotes,
  openOldQuotes,
  start,
} from './old-quotes.ts';

describe('quotes whose month is closed', () => {
  let old: OldQuotes;
  before(async () => {
    old = await openOldQuotes();
  });
  after(() => old?.market.stop());

  const hoursOf = (symbol: string) =>
    old.market.db.query('SELECT 1 FROM quote_hour WHERE symbol = $1', [symbol]);

  it('that are being stored while their month is closed are in its hours', async () => {
    await old.send('STORING', { at: '1991-02-10T12:10:00Z', price: '5' });
    const inserted = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const storing = old.market.db.transaction(async (tx) => {
      await tx.query(`INSERT INTO quote (symbol, at, price, source)
        VALUES ('STORING', '1991-02-10T13:20:00Z', 8, 'late'), ('STORING', '1991-02-10T13:10:00Z', 7, 'late')`);
      inserted.resolve();
      await commit.promise;
    });
    await inserted.promise;
    const closing = old.close();
    await eventually(async () => {
      const waiting = await old.market.db.query(
        `SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'
           AND relation = 'quote'::regclass`,
      );
      assert.equal(waiting.length, 1);
    });
    commit.resolve();
    await Promise.all([storing, closing]);
    assert.deepEqual(figuresOf(await old.read('STORING', '1h')), [
      ['5', '5', '5', '5', 1],
      ['7', '8', '7', '8', 2],
    ]);
  });

  it('stay as they are where their month cannot be closed', async () => {
    await old.send('FAILED', { at: '1991-02-10T12:10:00Z', price: '5' });
    await assert.rejects(closeQuoteMonth(old.market.db, { before: kept, timeZone: 'No/Where' }));
    assert.equal(await old.countOf('FAILED'), 1);
    assert.deepEqual(await hoursOf('FAILED'), []);
    assert.deepEqual(figuresOf(await old.read('FAILED', '1h')), [['5', '5', '5', '5', 1]]);
  });

  it('are read and stored on while somebody uses them for long, and go at the next turn', async () => {
    await old.send('USED', { at: '1991-02-10T12:10:00Z', price: '5' });
    const release = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    // As a backup does.
    const using = old.market.db.transaction(async (tx) => {
      await tx.query('LOCK TABLE quote IN ACCESS SHARE MODE');
      reading.resolve();
      await release.promise;
    });
    await reading.promise;
    try {
      await old.close();
      await old.send('USED', { at: '1991-02-10T12:20:00Z', price: '6' });
      assert.equal(await old.countOf('USED'), 2);
      assert.deepEqual(await hoursOf('USED'), []);
    } finally {
      release.resolve();
      await using;
    }
    await old.close();
    assert.equal(await old.countOf('USED'), 0);
    assert.deepEqual(figuresOf(await old.read('USED', '1h')), [['5', '6', '5', '6', 2]]);
  });

  it('are rolled up once, by however many replicas', async () => {
    await old.send(
      'MANY',
      ...Array.from({ length: 300 }, (_none, index) => ({
        at: instantOf(start + index * 20 * 60_000),
        price: String(1 + (index % 13)),
      })),
    );
    const told = await old.read('MANY', '1h');
    await Promise.all([old.close(), old.close(), old.close(), old.close()]);
    await old.close();
    assert.equal(await old.countOf('MANY'), 0);
    assert.deepEqual(await old.read('MANY', '1h'), told);
  });

  it('are each in their hour, however often their month is closed while they are stored', async () => {
    const hours = Array.from({ length: 240 }, (_none, index) => instantOf(start + index * hourMs));
    const left = [...hours];
    let isStoring = true;
    const write = async () => {
      for (let at = left.pop(); at !== undefined; at = left.pop()) {
        assert.equal(await old.send('RACE', { at, price: '1' }), 1);
      }
    };
    const closeAgain = async () => {
      while (isStoring) await old.close();
    };
    const closing = closeAgain();
    await Promise.all([write(), write(), write(), write()]);
    isStoring = false;
    await closing;
    await old.close();
    const points = await old.read('RACE', '1h');
    assert.deepEqual(
      points.map(({ at, quoteCount }) => [at, quoteCount]),
      hours.map((at) => [at, 1]),
    );
  });

  it('are not dropped by a replica that cannot roll them up', async () => {
    await old.send('OLDER', { at: '1991-02-10T12:10:00Z', price: '5' });
    await old.market.db.query('SELECT drop_quotes_before($1)', [kept.toISOString()]);
    assert.equal(await old.countOf('OLDER'), 1);
  });
});
