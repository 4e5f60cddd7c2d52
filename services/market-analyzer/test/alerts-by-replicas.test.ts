/** Guarantees of several replicas: one evaluates what all of them store, and when it dies another goes on where it was. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type Market, startMarket } from './harness.ts';

describe('two replicas', () => {
  let first: Market;
  let second: Market;
  const markets: Market[] = [];
  const join = async (env: Record<string, string> = {}) => {
    const market = await startMarket(env);
    markets.push(market);
    return market;
  };

  before(async () => {
    first = await join();
    second = await join({ DATABASE_URL: first.databaseUrl });
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
  });

  const base = Date.now() - 3_600_000;
  const above6 = { kind: 'threshold', direction: 'above', price: '6' };
  const add = async (symbol: string, condition: object = above6) => {
    const wish = { name: symbol, symbols: [symbol], condition };
    assert.equal((await first.as('admin').post('/market/rules', wish)).status, 201);
  };
  /** Above and below the limit by turns, to one replica after the other; `between` happens before each. */
  const send = async (symbol: string, count: number, between: (index: number) => unknown) => {
    const clients = [first.as('admin'), second.as('admin')];
    for (let index = 0; index < count; index += 1) {
      await between(index);
      const at = new Date(base + index * 1000).toISOString();
      const quotes = [{ symbol, at, price: index % 2 === 0 ? '7' : '5' }];
      const { status } = (await clients[index % 2]?.post('/market/quotes', { quotes })) ?? {};
      assert.equal(status, 201);
    }
  };
  const assertEachOnce = async (symbol: string, count: number) => {
    await eventually(async () => {
      const rows = await first.db.query<{ at: string }>(
        'SELECT started_at AS at FROM alert WHERE symbol = $1 AND resolved_at IS NOT NULL ORDER BY id',
        [symbol],
      );
      const begun = Array.from({ length: count / 2 }, (_, index) => base + index * 2000);
      assert.deepEqual(
        rows.map(({ at }) => Date.parse(at)),
        begun,
      );
    });
    await eventually(async () => assert.deepEqual(await first.db.query('SELECT FROM outbox'), []));
    const told = markets
      .flatMap(({ alerted }) => alerted)
      .map(({ type, data }) => ({ type, data: JSON.parse(JSON.stringify(data)) }))
      .filter(({ data }) => data.symbol === symbol)
      .map(({ type, data }) => `${type} ${data.alertId}`);
    assert.deepEqual([told.length, new Set(told).size], [count, count]);
  };

  it('evaluate each quote once, whoever has stored it', async () => {
    await add('BOTH');
    await send('BOTH', 30, () => undefined);
    await assertEachOnce('BOTH', 30);
  });

  it('lose and repeat nothing when the lead is taken from whoever has it', async () => {
    await add('STOLEN');
    const steal = (index: number) =>
      index % 10 === 5 &&
      first.db.query(
        `UPDATE lease SET holder = $1, expires_at = clock_timestamp() + interval '300 milliseconds'
         WHERE name = 'evaluate rules'`,
        [newId()],
      );
    await send('STOLEN', 40, steal);
    await assertEachOnce('STOLEN', 40);
  });

  it('go on when the one that leads stops', async () => {
    await add('STOPPED');
    const third = await join({ DATABASE_URL: first.databaseUrl });
    await first.db.query(`DELETE FROM lease WHERE name = 'evaluate rules'`);
    await send('STOPPED', 20, (index) => index === 9 && third.stop());
    await assertEachOnce('STOPPED', 20);
  });

  it('go on in a database that was restored, which counts its transactions anew', async () => {
    const symbol = 'RESTORED';
    await add(symbol, { kind: 'mean', direction: 'above', windowSeconds: 3600, minQuotes: 4 });
    await send(symbol, 4, () => undefined);
    const far = '4000000000000';
    await first.db.transaction(async (tx) => {
      tx.send(`UPDATE evaluation SET xid = '${far}', version = version + 1`);
      tx.send(`UPDATE quote SET xid = '${far}'`);
      tx.send(`UPDATE rule SET xid = '${far}'`);
      tx.send(`DELETE FROM lease WHERE name = 'evaluate rules'`);
    });
    await eventually(async () => {
      const [row] = await first.db.query(`SELECT FROM evaluation WHERE xid < '${far}'::xid8`);
      assert.ok(row);
    });
    const at = new Date(base + 60_000).toISOString();
    await first.as('admin').post('/market/quotes', { quotes: [{ symbol, at, price: '6.1' }] });
    await eventually(async () => {
      const { items } = (await first.as('admin').get(`/market/alerts?symbol=${symbol}`)).body;
      assert.deepEqual(
        items.map(({ reference }: { reference: string }) => reference),
        ['6'],
      );
    });
  });
});
