/** Protects: the demo is the same shop to the centavo every time, and is played only where nothing is lost by it. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '@balcao/contracts/dates.ts';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { type DemoShop, openDemoShop } from '../src/demo/open-demo-shop.ts';
import { UsageError } from '../src/options.ts';
import { localServices } from '../src/services.ts';

const dayOf = businessCalendar('America/Sao_Paulo');
/** Not the days that a demo of today has. */
const until = addDays(dayOf(new Date()), -6);
const size = { days: 4, salesPerDay: 12, until };

describe('npm start -- --demo', function () {
  this.timeout(240_000);
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'balcao-demo-test-'));
    await chmod(home, 0o711);
  });

  after(() => rm(home, { recursive: true, force: true }));

  function open(
    folder: string,
    env: Record<string, string> = {},
    lastDay = until,
  ): Promise<DemoShop> {
    return openDemoShop(
      {
        targets: localServices.map(({ name }) => name),
        port: 0,
        isPortGiven: true,
        host: '127.0.0.1',
        dataDir: join(home, folder),
        isReset: false,
        hasProcesses: false,
        isHelp: false,
        env: { LOG_LEVEL: 'warn', ...env },
        progress: () => undefined,
      },
      { ...size, until: lastDay },
    );
  }

  it('plays the same days to the same figures, and is refused where it has been played', async () => {
    const one = await figuresOf(await open('one'));
    const other = await figuresOf(await open('other'));
    assert.ok(one.orders.length > 20, String(one.orders.length));
    assert.ok(one.costsAndMargins.length > 400, String(one.costsAndMargins.length));
    assert.deepEqual(other, one);
    assert.ok(one.days.every((day) => day <= until && day > addDays(until, -size.days)));
    await assert.rejects(open('one'), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, /has data already; add --reset/);
      return true;
    });
  });

  it('is refused up to a day that is not over', async () => {
    const today = dayOf(new Date());
    await assert.rejects(open('none', {}, today), /--until: .* is not over yet/);
  });

  it('is refused beside settings that make other people or another place of it', async () => {
    await assert.rejects(
      open('none', { AUTH_REGISTRATION: 'open' }),
      /leave out AUTH_REGISTRATION/,
    );
  });
});

/** What must be the same; the shop is closed after the reading. */
async function figuresOf(shop: DemoShop) {
  try {
    const tokens = await Promise.all(shop.users.map((user) => logIn(shop.url, user)));
    const [admin] = tokens.map((token) => createApiClient(shop.url, token));
    assert.ok(admin);
    const stock = await all(admin, '/inventory/stock');
    const orders = await all(admin, '/orders');
    const tills = await all(admin, '/tills');
    const breakdowns = await all(admin, '/inventory/breakdowns');
    const quotes = await all(admin, '/market/quotes/latest');
    assert.ok(orders.every(({ isOversold }) => !isOversold));
    await assertReadingsAreRevenue(admin, tills);
    return {
      days: tills.map(({ businessDate }) => businessDate),
      users: shop.users.map(({ id }) => id),
      stock: stock.map(({ productId, onHandMilli, reservedMilli, valueMinor }) => [
        productId,
        onHandMilli,
        reservedMilli,
        valueMinor,
      ]),
      orders: orders
        .map(({ id, status, totalMinor, sellerId, receiptNumber, completedAt }) => [
          id,
          status,
          totalMinor,
          sellerId,
          receiptNumber,
          completedAt,
        ])
        .sort(),
      tills: tills.map(({ id, expectedMinor, differenceMinor }) => [
        id,
        expectedMinor,
        differenceMinor,
      ]),
      breakdowns: breakdowns.map(({ id, costMinor, outputs }) => [
        id,
        costMinor,
        outputs.map((output: { costMinor: number }) => output.costMinor),
      ]),
      costsAndMargins: quotes.filter(({ source }) => source === 'shop'),
      balances: await balances(admin),
      alerts: await alertsOfDays(admin),
    };
  } finally {
    await shop.stop();
  }
}

async function logIn(url: string, { email, password }: DemoShop['users'][number]): Promise<string> {
  const { status, body } = await createApiClient(url).post('/auth/login', { email, password });
  assert.equal(status, 200);
  return body.accessToken;
}

async function all(admin: ApiClient, path: string) {
  const items = [];
  for (let cursor = ''; ; ) {
    const { body } = await admin.get(`${path}?limit=100${cursor}`);
    items.push(...body.items);
    if (body.nextCursor === null) return items;
    cursor = `&cursor=${body.nextCursor}`;
  }
}

interface TillOfDay {
  id: string;
  status: string;
  openedAt: string;
}

/** The books and the tills are two ways to count one day: what tills sold and gave back is its revenue. */
async function assertReadingsAreRevenue(admin: ApiClient, tills: TillOfDay[]): Promise<void> {
  const { body } = await admin.get('/finance/accounts');
  const { id } = body.items.find(({ code }: { code: string }) => code === 'sales_revenue');
  const balanceAt = async (day: string) =>
    (await admin.get(`/finance/accounts/${id}/balance?at=${day}`)).body.balanceMinor;
  const byDay = Map.groupBy(tills, ({ openedAt }) => dayOf(new Date(openedAt)));
  assert.ok(byDay.size >= size.days - 1, `tills of ${byDay.size} days`);
  for (const [day, ofDay] of byDay) {
    const readings = await Promise.all(
      ofDay.map(async (till) => (await admin.get(`/tills/${till.id}/report`)).body),
    );
    const takenMinor = readings.reduce(
      (sum, { sales, late, refunds }) =>
        sum + sales.totalMinor + late.totalMinor - refunds.totalMinor,
      0,
    );
    assert.ok(takenMinor > 0, day);
    const revenueMinor = (await balanceAt(day)) - (await balanceAt(addDays(day, -1)));
    assert.equal(takenMinor, revenueMinor, `readings of ${day}, and revenue`);
  }
}

/** Without those of the feed that goes on playing, a day a minute. */
async function alertsOfDays(admin: ApiClient) {
  const alerts = await all(admin, '/market/alerts');
  return alerts
    .filter(({ symbol }) => symbol !== 'BTC-USD.FAST')
    .map(({ ruleId, symbol, startedAt, resolvedAt, value }) => [
      ruleId,
      symbol,
      startedAt,
      resolvedAt,
      value,
    ])
    .sort();
}

/** Of every account, on each of the last days. */
async function balances(admin: ApiClient) {
  const { body } = await admin.get('/finance/accounts');
  const days = Array.from({ length: size.days + 1 }, (_none, ago) =>
    new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10),
  );
  const read = async (id: string, day: string) => {
    const answer = await admin.get(`/finance/accounts/${id}/balance?at=${day}`);
    return answer.body.balanceMinor;
  };
  return Promise.all(
    body.items.map(async ({ id, code }: { id: string; code: string }) => [
      code,
      await Promise.all(days.map((day) => read(id, day))),
    ]),
  );
}
