/** Guarantees of reports: they are sums of the journal, beside the period before, and agree with its accounts. */
import assert from 'node:assert/strict';
import { addDays } from '@balcao/contracts/dates.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import fc from 'fast-check';
import { refundOf, saleOf, stockChangeOf } from './fixtures.ts';
import { envelope, type Finance, startFinance } from './harness.ts';

describe('finance reports', () => {
  let finance: Finance;
  let admin: ApiClient;

  before(async () => {
    finance = await startFinance();
    admin = finance.as('admin');
  });
  after(() => finance?.stop());

  const report = async (name: string, query: string) => {
    const { status, body } = await admin.get(`/finance/reports/${name}?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  };
  const enter = (type: 'credit' | 'debit', amountMinor: number, date: string, account = 'cash') =>
    admin.post('/finance/entries', { type, amountMinor, date, description: 'x', account });
  const sell = (sale: ReturnType<typeof saleOf>) =>
    finance.publish(envelope('sale.completed', sale.orderId, sale));
  const refund = (sale: ReturnType<typeof saleOf>, date: string) =>
    finance.publish(envelope('sale.refunded', sale.orderId, refundOf(sale, date)));
  const move = (change: ReturnType<typeof stockChangeOf>, businessDate: string) =>
    finance.publish(envelope('stock.changed', change.sourceId, { ...change, businessDate }));
  const cost = (costMinor: number, date: string) =>
    move(stockChangeOf('sale', [[-1000, -costMinor]]), date);

  it('sets profit and loss beside the month before', async () => {
    await sell(saleOf([['cash', 20_000]], { date: '2024-02-10' }));
    await cost(12_000, '2024-02-10');
    await sell(saleOf([['pix', 30_000]], { date: '2024-03-31' }));
    await cost(15_000, '2024-03-01');
    await enter('debit', 4_000, '2024-03-05');
    await enter('credit', 1_000, '2024-03-05');
    await enter('debit', 999, '2024-04-01');
    const body = await report('profit-and-loss', 'from=2024-03-01&to=2024-03-31');
    assert.deepEqual(body.before, { from: '2024-02-01', to: '2024-02-29' });
    assert.deepEqual(body.sales, {
      amountMinor: 30_000,
      beforeMinor: 20_000,
      changeBasisPoints: 5_000,
    });
    assert.deepEqual(body.costOfGoods, {
      amountMinor: 15_000,
      beforeMinor: 12_000,
      changeBasisPoints: 2_500,
    });
    assert.equal(body.grossProfit.amountMinor, 15_000);
    assert.deepEqual(body.otherRevenue, {
      amountMinor: 1_000,
      beforeMinor: 0,
      changeBasisPoints: null,
    });
    assert.equal(body.expenses.amountMinor, 4_000);
    assert.deepEqual(body.profit, {
      amountMinor: 12_000,
      beforeMinor: 8_000,
      changeBasisPoints: 5_000,
    });
    const names = body.lines.map(({ account }: { account: string }) => account);
    assert.deepEqual(names.slice(0, 3), ['sales_revenue', 'other_revenue', 'cost_of_goods']);
  });

  it('tells cash flow by account and by day or month, with every interval', async () => {
    await enter('credit', 5_000, '2023-05-31');
    await enter('credit', 7_000, '2023-06-02', 'bank');
    await enter('debit', 3_000, '2023-06-30');
    await enter('debit', 100, '2023-07-01');
    const june = await report('cash-flow', 'from=2023-06-01&to=2023-06-30');
    assert.equal(june.intervals.length, 30);
    assert.deepEqual([june.openingMinor, june.closingMinor], [5_000, 9_000]);
    assert.deepEqual(
      [june.in.amountMinor, june.in.beforeMinor, june.out.amountMinor, june.net.changeBasisPoints],
      [7_000, 5_000, 3_000, -2_000],
    );
    assert.deepEqual(june.intervals[1], {
      from: '2023-06-02',
      to: '2023-06-02',
      inMinor: 7_000,
      outMinor: 0,
      balanceMinor: 12_000,
    });
    const cash = june.accounts.find(({ account }: { account: string }) => account === 'cash');
    assert.deepEqual(
      [cash.openingMinor, cash.inMinor, cash.outMinor, cash.balanceMinor],
      [5_000, 0, 3_000, 2_000],
    );
    const half = await report('cash-flow', 'from=2023-05-15&to=2023-07-10&interval=month');
    assert.deepEqual(
      half.intervals.map(({ from, to, balanceMinor }: Record<string, unknown>) => [
        from,
        to,
        balanceMinor,
      ]),
      [
        ['2023-05-15', '2023-05-31', 5_000],
        ['2023-06-01', '2023-06-30', 9_000],
        ['2023-07-01', '2023-07-10', 8_900],
      ],
    );
  });

  it('agrees with the daily balances on every day', async () => {
    const body = await report('cash-flow', 'from=2024-02-20&to=2024-03-20&interval=day');
    const daily = await admin.get('/finance/daily?from=2024-02-20&to=2024-03-20');
    assert.deepEqual(
      body.intervals.map(({ from, inMinor, outMinor, balanceMinor }: Record<string, unknown>) => ({
        date: from,
        creditsMinor: inMinor,
        debitsMinor: outMinor,
        balanceMinor,
      })),
      daily.body.items,
    );
  });

  it('gives each product its margin: discounts shared out, refunds and returns taken off', async () => {
    const [meat, coal] = [newId(), newId()];
    const base = saleOf([['cash', 9_000]], { date: '2022-01-10' });
    const line = { unitPriceMinor: 0, quantityMilli: 2_000, unit: 'kg' as const };
    const sale = {
      ...base,
      discountMinor: 1_000,
      lines: [
        { ...line, productId: meat, name: '=Picanha', totalMinor: 7_500 },
        { ...line, productId: coal, name: 'Carvão; 3 kg', totalMinor: 2_500, unit: 'un' as const },
      ],
    };
    await sell(sale);
    const sold = stockChangeOf('sale', [
      [-2000, -4_000],
      [-2000, -3_000],
    ]);
    const items = sold.items.map((item, index) => ({ ...item, productId: index ? coal : meat }));
    await move({ ...sold, items }, '2022-01-10');
    await move({ ...sold, sourceId: newId(), sourceType: 'waste', items }, '2022-01-10');
    const partial = { ...refundOf(sale, '2022-02-01'), totalMinor: 3_375, isWhole: false };
    const lines = sale.lines.slice(0, 1).map((one) => ({
      ...one,
      quantityMilli: 1_000,
      totalMinor: 3_375,
      disposition: 'stock' as const,
    }));
    const payments = sale.payments.map((payment) => ({ ...payment, amountMinor: 3_375 }));
    const refunded = envelope('sale.refunded', sale.orderId, { ...partial, lines, payments });
    await finance.publish(refunded);
    await finance.publish(refunded);
    const body = await report('margin-by-product', 'from=2022-01-01&to=2022-01-31');
    assert.deepEqual(
      body.items.map(({ name, period }: { name: string; period: object }) => [name, period]),
      [
        [
          '=Picanha',
          {
            quantityMilli: 2_000,
            revenueMinor: 6_750,
            costMinor: 4_000,
            marginMinor: 2_750,
            marginBasisPoints: 4_074,
          },
        ],
        [
          'Carvão; 3 kg',
          {
            quantityMilli: 2_000,
            revenueMinor: 2_250,
            costMinor: 3_000,
            marginMinor: -750,
            marginBasisPoints: -3_333,
          },
        ],
      ],
    );
    assert.equal(body.total.marginMinor.amountMinor, 2_000);
    const february = await report('margin-by-product', 'from=2022-02-01&to=2022-02-28');
    const first = february.items.find(({ name }: { name: string }) => name === '=Picanha');
    assert.deepEqual([first.period.quantityMilli, first.period.revenueMinor], [-1_000, -3_375]);
    assert.equal(first.before.revenueMinor, 6_750);
  });

  it('shows products whose sums are the accounts, whatever is sold and comes back', async () => {
    const day = '2021-06-01';
    const amount = fc.integer({ min: 1, max: 100_000 });
    const anySales = fc.array(fc.tuple(amount, amount, fc.nat({ max: 20 }), fc.boolean()), {
      minLength: 20,
      maxLength: 20,
    });
    const [sales = []] = fc.sample(anySales, 1);
    for (const [paidMinor, costMinor, offset, isRefunded] of sales) {
      const date = addDays(day, offset);
      const sale = saleOf([['cash', paidMinor]], { date });
      await sell(sale);
      await cost(costMinor, date);
      if (isRefunded) await refund(sale, addDays(date, 1));
    }
    const range = `from=${day}&to=2021-06-30`;
    const margins = await report('margin-by-product', range);
    const profit = await report('profit-and-loss', range);
    assert.deepEqual(margins.total.revenueMinor, profit.sales);
    assert.deepEqual(margins.total.costMinor, profit.costOfGoods);
    assert.deepEqual(margins.total.marginMinor, profit.grossProfit);
  });

  it('counts what happened in a closed month in the month that it is posted to, for products too', async () => {
    assert.equal((await admin.post('/finance/periods/2018-05/close')).status, 200);
    await sell(saleOf([['cash', 5_000]], { date: '2018-05-20' }));
    await cost(2_000, '2018-05-20');
    for (const [range, sold] of [
      ['from=2018-05-01&to=2018-05-31', 0],
      ['from=2018-06-01&to=2018-06-30', 5_000],
    ] as const) {
      const margins = await report('margin-by-product', range);
      const profit = await report('profit-and-loss', range);
      assert.equal(margins.total.revenueMinor.amountMinor, sold);
      assert.deepEqual(margins.total.revenueMinor, profit.sales);
      assert.deepEqual(margins.total.costMinor, profit.costOfGoods);
    }
  });

  it('comes as CSV that a spreadsheet opens and runs no formula of', async () => {
    const csv = async (name: string, query: string) => {
      const answer = await admin.get(`/finance/reports/${name}.csv?${query}`);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/csv/);
      assert.ok(answer.body.startsWith('\ufeff'), 'a byte order mark');
      return answer.body.slice(1).split('\r\n');
    };
    const margins = await csv('margin-by-product', 'from=2022-01-01&to=2022-01-31');
    assert.match(margins[1], /;'=Picanha;kg;2,000;67,50;40,00;27,50;40,74;0,000;0,00;0,00;0,00;$/);
    assert.match(margins[2], /;"Carvão; 3 kg";un;2,000;22,50;30,00;-7,50;-33,33;/);
    const profit = await csv('profit-and-loss', 'from=2024-03-01&to=2024-03-31');
    assert.equal(profit[1], 'sales;sales_revenue;;Receita de vendas;300,00;200,00;50,00');
    assert.equal(profit.at(-2), 'profit;;;Resultado;120,00;80,00;50,00');
    const flow = await csv('cash-flow', 'from=2023-06-01&to=2023-06-30');
    assert.match(flow[2], /^2023-06-02;2023-06-02;70,00;0,00;\d+,\d\d$/);
    assert.equal(flow.length, 32);
  });

  it('refuses periods that are none, and everybody but admins', async () => {
    for (const query of [
      '',
      'from=2024-01-01',
      'from=2024-01-02&to=2024-01-01',
      'from=2024-02-30&to=2024-03-01',
      'from=2010-01-01&to=2024-01-01',
      'from=2024-01-01&to=2024-01-02&nope=1',
    ]) {
      for (const name of ['profit-and-loss', 'cash-flow', 'margin-by-product', 'cash-flow.csv']) {
        const { status, body } = await admin.get(`/finance/reports/${name}?${query}`);
        assert.deepEqual([status, body.code], [422, 'validation_failed'], `${name}?${query}`);
      }
    }
    const long = 'from=2022-01-01&to=2024-01-01&interval=day';
    assert.equal((await admin.get(`/finance/reports/cash-flow?${long}`)).status, 422);
    const path = '/finance/reports/profit-and-loss?from=2024-01-01&to=2024-01-02';
    for (const role of ['seller', 'stockist'] as const) {
      assert.equal((await finance.as(role).get(path)).status, 403);
    }
  });
});
