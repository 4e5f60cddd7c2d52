/** Guarantees of limits: what is beyond one when its rule is made, started or changed is told then, once. */
import assert from 'node:assert/strict';
import { newId } from '@balcao/kit/ids.ts';
import { envelope } from '@balcao/kit/testing/envelopes.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type RunningProgram, runProgram } from '@balcao/kit/testing/program.ts';
import { insertRule } from '../src/rule-store.ts';
import { type AlertDesk, above6, ago, minute, openAlertDesk } from './alert-desk.ts';
import { listMistold, readFound } from './found-alerts.ts';
import { type MarketDatabase, startMarketDatabase } from './market-database.ts';
import { toRuleWish } from './rule-wish.ts';

describe('a limit on prices that are known', () => {
  const desks: AlertDesk[] = [];
  const open = async (env: Record<string, string> = {}) => {
    const desk = await openAlertDesk(env);
    desks.push(desk);
    return desk;
  };
  let desk: AlertDesk;
  before(async () => {
    desk = await open();
  });
  after(async () => {
    for (const { market } of desks.toReversed()) await market.stop();
  });

  it('names what is beyond it when it is made, by the latest price, and goes on from there', async () => {
    const symbols = ['MADE-HIGH', 'MADE-LOW', 'MADE-NEW'];
    await desk.send('MADE-HIGH', '5', ago(9 * minute));
    const at = ago(8 * minute);
    await desk.send('MADE-HIGH', '7', at);
    await desk.send('MADE-LOW', '7', ago(8 * minute));
    await desk.send('MADE-LOW', '5', ago(7 * minute));
    await desk.add('MADE', above6, { symbols });
    const [told] = await desk.toldWhen('MADE-HIGH', ['firing']);
    assert.deepEqual([told?.data.value, told?.data.startedAt], ['7', at]);
    for (const symbol of ['MADE-LOW', 'MADE-NEW']) {
      await desk.judgeAll();
      assert.deepEqual(await desk.alertsOf(symbol), []);
      await desk.send(symbol, '8', ago(minute));
      await desk.toldWhen(symbol, ['firing']);
    }
    await desk.send('MADE-HIGH', '5', ago(minute));
    await desk.toldWhen('MADE-HIGH', ['firing', 'resolved']);
  });

  it('names the product that sells below the margin already, when it is made and when it is started', async () => {
    const product = {
      id: newId(),
      sku: 'BOV-POOR',
      name: 'Picanha',
      categoryId: null,
      unit: 'kg' as const,
      priceMinor: 4_000,
      costMinor: 3_200,
      plu: null,
      barcode: null,
      shelfLifeDays: null,
      active: true,
      version: 1,
    };
    const told = { subject: product.id, time: ago(9 * minute), data: { product } };
    await desk.market.bus.publish(envelope({ type: 'product.created', ...told }));
    const symbol = 'COST-SHARE:BOV-POOR';
    const above75 = { ...above6, price: '75' };
    const { id, states: _states, version: _version, ...wish } = await desk.add(symbol, above75);
    const [first] = await desk.toldWhen(symbol, ['firing']);
    assert.equal(first?.data.value, '80');
    const path = `/market/rules/${id}`;
    await desk.admin.put(path, { ...wish, active: false });
    await desk.toldWhen(symbol, ['firing', 'resolved']);
    await desk.judgeAll();
    await desk.admin.put(path, { ...wish, active: true });
    await desk.toldWhen(symbol, ['firing', 'resolved', 'firing']);
  });

  it('is no limit on a price that is older than the rule lets one be, or that came before the latest', async () => {
    await desk.send('OLD', '7', ago(9 * minute));
    await desk.send('LATE', '5', ago(8 * minute));
    await desk.send('LATE', '7', ago(9 * minute));
    await desk.add('OLD', above6, { symbols: ['OLD', 'LATE'], noDataSeconds: 300 });
    await desk.send('YOUNG', '7', ago(2 * minute));
    await desk.add('YOUNG', above6, { noDataSeconds: 300 });
    await desk.toldWhen('YOUNG', ['firing']);
    await desk.judgeAll();
    for (const symbol of ['OLD', 'LATE']) assert.deepEqual(await desk.alertsOf(symbol), []);
  });

  it('inhibits and is inhibited by what is known', async () => {
    for (const symbol of ['BY', 'ON']) await desk.send(symbol, '7', ago(minute));
    const { id } = await desk.add('BY', above6);
    await desk.add('ON', above6, { inhibitedBy: [id] });
    await desk.toldWhen('BY', ['firing']);
    const [alert] = await desk.alertsWhen('ON', ['firing']);
    await desk.judgeAll();
    assert.deepEqual([alert.inhibited, desk.told('ON')], [true, []]);
  });

  it('names nothing again after a restart, and nothing of before it', async () => {
    const before = await open();
    for (const symbol of ['HIGH', 'ENDED']) await before.send(symbol, '7', ago(9 * minute));
    await before.send('LOW', '5', ago(9 * minute));
    await before.add('HIGH', above6, { symbols: ['HIGH', 'LOW', 'ENDED'] });
    await before.alertsWhen('HIGH', ['firing']);
    await before.send('ENDED', '5', ago(8 * minute));
    await before.alertsWhen('ENDED', ['resolved']);
    await before.market.service.stop();
    const after = await open({ DATABASE_URL: before.market.databaseUrl });
    await after.judgeAll();
    await after.alertsWhen('HIGH', ['firing']);
    await after.alertsWhen('ENDED', ['resolved']);
    assert.deepEqual(['HIGH', 'LOW', 'ENDED'].flatMap(after.told), []);
  });
});

describe('an evaluator that is killed while it begins with a limit', () => {
  /** Statements of taking the lead, of loading rules and of the round that follows. */
  const deaths = [8, 12, 14, 16, 18, 19, 20, 21, 22, 23, 24, 26, 28];
  const program = new URL('./evaluate-until.ts', import.meta.url);
  const symbols = ['HIGH', 'LOW'];
  let market: MarketDatabase;
  const evaluators: RunningProgram[] = [];
  before(async () => {
    market = await startMarketDatabase();
  });
  after(async () => {
    for (const evaluator of evaluators) evaluator.kill('SIGKILL');
    await Promise.all(evaluators.map(({ exit }) => exit));
    await market?.stop();
  });

  const start = (statement: number) => {
    const env = { DATABASE_URL: market.url };
    const evaluator = runProgram(program, { args: [String(statement)], env });
    evaluators.push(evaluator);
    return evaluator;
  };
  const addRule = async () => {
    const id = newId();
    const condition = {
      kind: 'threshold' as const,
      direction: 'above' as const,
      price: 600_000_000,
    };
    const patience = { forMs: 0, keepFiringForMs: 0, noDataMs: null, activeFrom: 0 };
    const wish = toRuleWish({ id, symbols, condition, ...patience });
    await market.db.transaction((tx) => insertRule(tx, { ...wish, id }, new Date()));
    return id;
  };

  it('is followed by another one, and each alert is there and told once', async function () {
    this.timeout(90_000);
    const quotes = [
      { symbol: 'HIGH', at: 60_000, price: '7' },
      { symbol: 'LOW', at: 60_000, price: '5' },
    ];
    await (await market.store(quotes, 'test'))();
    const ids: string[] = [];
    for (const statement of deaths) {
      ids.push(await addRule());
      assert.equal(await start(statement).exit, null);
      await market.expireLease();
    }
    ids.push(await addRule());
    start(0);
    const found = ids.toSorted().map((rule) => ({ rule, symbol: 'HIGH' }));
    await eventually(async () =>
      assert.deepEqual(
        (await readFound(market.db)).map(({ rule, symbol }) => ({ rule, symbol })),
        found,
      ),
    );
    assert.deepEqual(await listMistold(market.db), []);
  });
});
