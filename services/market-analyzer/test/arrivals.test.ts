/** Guarantees of the order in which quotes are judged: none is skipped, and only those who store quotes are waited for. */
import assert from 'node:assert/strict';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { createEvaluator, type Evaluator } from '../src/evaluator.ts';
import { insertRule } from '../src/rule-store.ts';
import { type MarketDatabase, startMarketDatabase } from './market-database.ts';
import { toRuleWish } from './rule-wish.ts';

describe('the order of arrivals', () => {
  let market: MarketDatabase;
  let evaluator: Evaluator;

  before(async () => {
    market = await startMarketDatabase();
  });
  after(() => market?.stop());
  beforeEach(async () => {
    await market.reset();
    evaluator = createEvaluator({
      db: market.db,
      outbox: createOutbox(),
      now: () => new Date(0),
      maxWindowQuotes: 1_000,
    });
  });

  /** Each of their quotes is an alert. */
  const watch = (symbols: string[]) =>
    market.db.transaction((tx) => {
      const rule = {
        id: 'watch',
        symbols,
        condition: { kind: 'threshold' as const, direction: 'above' as const, price: 100_000_000 },
        forMs: 0,
        keepFiringForMs: 0,
        noDataMs: null,
        activeFrom: 0,
      };
      return insertRule(tx, { id: newId(), ...toRuleWish(rule) }, new Date(0));
    });
  const alerts = async () =>
    (await market.db.query<{ symbol: string }>('SELECT symbol FROM alert ORDER BY symbol')).map(
      ({ symbol }) => symbol,
    );
  const insert = (tx: Tx, symbol: string) =>
    tx.query(`INSERT INTO quote (symbol, at, price, source) VALUES ($1, $2, 2, 'test')`, [
      symbol,
      new Date(1_000).toISOString(),
    ]);
  const store = (symbol: string) => market.db.transaction((tx) => insert(tx, symbol));
  /** A transaction that has its id, and stays open until it is told how to go on. */
  const open = async () => {
    const gate = Promise.withResolvers<(tx: Tx) => Promise<unknown>>();
    const begun = Promise.withResolvers<void>();
    const ended = market.db.transaction(async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      begun.resolve();
      const goOn = await gate.promise;
      await goOn(tx);
    });
    ended.catch(begun.reject);
    await begun.promise;
    return (goOn: (tx: Tx) => Promise<unknown>) => {
      gate.resolve(goOn);
      return ended;
    };
  };

  it('does not wait for a transaction that stores no quotes', async () => {
    await watch(['A']);
    await evaluator.run();
    const end = await open();
    await store('A');
    assert.equal(await evaluator.run(), false);
    assert.deepEqual(await alerts(), ['A']);
    await end(async () => undefined);
  });

  it('waits for a quote that is being stored, and says so', async () => {
    await watch(['A', 'B']);
    await evaluator.run();
    const commit = await market.store([{ symbol: 'A', at: 1_000, price: '2' }], 'slow');
    await store('B');
    assert.equal(await evaluator.run(), true);
    assert.deepEqual(await alerts(), []);
    await commit();
    assert.equal(await evaluator.run(), false);
    assert.deepEqual(await alerts(), ['A', 'B']);
  });

  it('judges what a transaction stores that is older than all that was judged', async () => {
    await watch(['A', 'B', 'C']);
    await evaluator.run();
    const end = await open();
    await store('B');
    await evaluator.run();
    assert.deepEqual(await alerts(), ['B']);
    await end((tx) => insert(tx, 'A'));
    await evaluator.run();
    assert.deepEqual(await alerts(), ['A', 'B']);
  });

  it('goes by what is stored anew after a part of the transaction was undone', async () => {
    await watch(['A', 'B']);
    await evaluator.run();
    const end = await open();
    await end(async (tx) => {
      await tx.query('SAVEPOINT before');
      await insert(tx, 'A');
      await tx.query('ROLLBACK TO SAVEPOINT before');
      await store('B');
      await evaluator.run();
      await insert(tx, 'A');
    });
    await evaluator.run();
    assert.deepEqual(await alerts(), ['A', 'B']);
  });

  it('skips none of many writers, of any age, and judges each quote once', async () => {
    const symbols = Array.from({ length: 400 }, (_none, index) => `S-${1_000 + index}`);
    for (let from = 0; from < symbols.length; from += 50)
      await watch(symbols.slice(from, from + 50));
    await evaluator.run();
    const left = [...symbols];
    const doze = (tx: Tx) => tx.query('SELECT pg_sleep(random() * 0.01)');
    const write = async () => {
      for (let symbol = left.pop(); symbol !== undefined; symbol = left.pop()) {
        const own = symbol;
        await market.db.transaction(async (tx) => {
          if (Math.random() < 0.5) await tx.query('SELECT pg_current_xact_id()');
          if (Math.random() < 0.5) await doze(tx);
          await insert(tx, own);
          if (Math.random() < 0.5) await doze(tx);
        });
      }
    };
    let isWriting = true;
    const writing = Promise.all(Array.from({ length: 8 }, write)).finally(() => {
      isWriting = false;
    });
    while (isWriting) await evaluator.run();
    await writing;
    await eventually(async () => {
      await evaluator.run();
      assert.equal((await alerts()).length, symbols.length);
    });
    assert.deepEqual(await alerts(), symbols);
  });
});
