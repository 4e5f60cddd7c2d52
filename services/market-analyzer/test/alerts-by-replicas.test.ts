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
  const add = async (symbol: string) => {
    const condition = { kind: 'threshold', direction: 'above', price: '6' };
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

  it('evaluate on a database that was restored and counts its transactions anew', async () => {
    await add('RESTORED');
    await first.db.query(`UPDATE evaluation SET xid = '4000000000000', version = version + 1`);
    await first.db.query(`DELETE FROM lease WHERE name = 'evaluate rules'`);
    await eventually(async () => {
      const [row] = await first.db.query(
        `SELECT FROM evaluation WHERE xid < '4000000000000'::xid8`,
      );
      assert.ok(row);
    });
    await send('RESTORED', 4, () => undefined);
    await assertEachOnce('RESTORED', 4);
  });
});
