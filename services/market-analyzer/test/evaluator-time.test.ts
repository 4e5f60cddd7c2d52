/** Guarantees of the evaluator's clock and memory: time waits for quotes on their way, and windows are what was judged. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { createOutbox } from '@balcao/kit/outbox.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import type { EngineRule } from '../src/engine/engine-rule.ts';
import { fromPriceE8 } from '../src/engine/price.ts';
import { lookOut, readWindowPage } from '../src/evaluation-store.ts';
import { createEvaluator } from '../src/evaluator.ts';
import { readWindow } from '../src/read-window.ts';
import { insertRule } from '../src/rule-store.ts';
import { type MarketDatabase, startMarketDatabase } from './market-database.ts';
import { toRuleWish } from './rule-wish.ts';

const second = 1_000;
const symbol = 'BOI';
const maxWindowQuotes = 1_000_000;

describe("the evaluator's clock", () => {
  let market: MarketDatabase;
  let clock = 0;

  before(async () => {
    market = await startMarketDatabase();
  });
  after(() => market?.stop());
  beforeEach(async () => {
    await market.reset();
    clock = 0;
  });

  const alerts = async () =>
    (await market.db.query<{ at: string }>('SELECT started_at AS at FROM alert ORDER BY id')).map(
      ({ at }) => Date.parse(at),
    );
  /** Whoever begins to lead tells the clock at once. */
  const takeOver = async () => {
    await market.expireLease();
    const evaluator = createEvaluator({
      db: market.db,
      outbox: createOutbox(),
      now: () => new Date(clock),
      maxWindowQuotes,
    });
    await evaluator.run();
    return evaluator;
  };
  const above6: EngineRule = {
    id: 'above',
    symbols: [symbol],
    condition: { kind: 'threshold', direction: 'above', price: 600_000_000 },
    forMs: 0,
    keepFiringForMs: 0,
    noDataMs: null,
    activeFrom: 0,
  };
  const addAbsent = (afterMs: number) => {
    const rule = {
      id: 'absent',
      symbols: [symbol],
      condition: { kind: 'absent' as const, afterMs },
      forMs: 0,
      keepFiringForMs: 0,
      noDataMs: null,
      activeFrom: 0,
    };
    return market.db.transaction((tx) =>
      insertRule(tx, { id: newId(), ...toRuleWish(rule) }, new Date(0)),
    );
  };

  it('is not told while a quote is being stored that says otherwise', async () => {
    await addAbsent(6 * second);
    const commit = await market.store([{ symbol, at: 5 * second, price: '1' }], 'slow');
    clock = 10 * second;
    const evaluator = await takeOver();
    await evaluator.run();
    assert.deepEqual(await alerts(), []);
    await commit();
    await evaluator.run();
    await takeOver();
    assert.deepEqual(await alerts(), []);
    clock = 13 * second;
    await eventually(async () => {
      await takeOver();
      assert.deepEqual(await alerts(), [11 * second]);
    });
  });

  it('leaves a quote a second for its way', async () => {
    await addAbsent(6 * second);
    clock = 7 * second;
    await takeOver();
    assert.deepEqual(await alerts(), []);
    clock += 1;
    await eventually(async () => {
      await takeOver();
      assert.deepEqual(await alerts(), [6 * second]);
    });
  });

  it('ends after its present round when it is stopped, and leaves the rest, and its lead, to the next one', async () => {
    const perRound = 2_000;
    await market.db.transaction((tx) =>
      insertRule(tx, { id: newId(), ...toRuleWish(above6) }, new Date(0)),
    );
    // One alert in each round, which writes how far it came.
    await market.db.query(
      `INSERT INTO quote (symbol, at, price, source)
       SELECT $1, to_timestamp(n), CASE WHEN n % $3 = 0 THEN 7 ELSE 5 END, 'test'
       FROM generate_series(1, $2::int) AS n`,
      [symbol, 4 * perRound, perRound],
    );
    const judged = async () => {
      const [row] = await market.db.query<{ count: number }>(
        `SELECT count(*) AS count FROM quote q, evaluation e WHERE (q.xid, q.seq) <= (e.xid, e.seq)`,
      );
      return row?.count;
    };
    let asked = 0;
    let stopped: Promise<void> | undefined;
    const evaluator = createEvaluator({
      db: market.db,
      outbox: createOutbox(),
      maxWindowQuotes,
      now() {
        asked += 1;
        // Once when it begins to lead, and once in each round.
        if (asked === 3) stopped = evaluator.stop();
        return new Date(clock);
      },
    });
    // Whoever else writes on this server holds it up.
    await eventually(async () =>
      assert.equal((await lookOut(market.db, new Date())).isHeldBack, false),
    );
    const start = await judged();
    await evaluator.run();
    await stopped;
    assert.deepEqual([start, await judged()], [0, 2 * perRound]);
    const next = createEvaluator({
      db: market.db,
      outbox: createOutbox(),
      maxWindowQuotes,
      now: () => new Date(clock),
    });
    await eventually(async () => {
      await next.run();
      assert.equal(await judged(), 4 * perRound);
    });
    await next.stop();
  });

  it('fills a window with what was judged, page by page, whatever came late', async () => {
    const count = 10_000;
    // Some come before their turn, so that those in between are late; each instant has two sources.
    await market.db.query(
      `INSERT INTO quote (symbol, at, price, source)
       SELECT $1, to_timestamp((n + CASE WHEN n % 7 = 0 THEN 3 ELSE 0 END) / 2), n, 's' || n
       FROM generate_series(1, $2::int) AS n ORDER BY n`,
      [symbol, count],
    );
    const rows = await market.db.query<{ at: number; price: string; xid: number; seq: number }>(
      `SELECT (extract(epoch FROM at) * 1000)::bigint AS at, trim_scale(price)::text AS price,
         xid::text::bigint AS xid, seq FROM quote ORDER BY xid, seq`,
    );
    const upTo = rows.at(-10) ?? assert.fail();
    const judged: typeof rows = [];
    for (const row of rows.slice(0, -9)) {
      if (row.at > (judged.at(-1)?.at ?? -1)) judged.push(row);
    }
    const windowMs = 4_500 * second;
    const from = (judged.at(-1)?.at ?? 0) - windowMs;
    const expected = judged.filter(({ at }) => at >= from).map(({ price }) => price);
    const window = { symbol, windowMs, upTo };
    const kept: string[] = [];
    const ring = await readWindow({
      readPage: (page) => readWindowPage(market.db, window, page),
      onPage: () => undefined,
    });
    let lastAt = -1;
    for (; ring.size > 0; ring.dropLast()) {
      if (ring.lastTime > lastAt) kept.push(fromPriceE8(ring.lastPrice));
      lastAt = ring.lastTime;
    }
    assert.ok(expected.length > 2_000);
    assert.deepEqual(kept, expected);
  });
});
