/** Protects: what was sold without a network comes to the shop exactly once, whatever dies and whatever is late. */
import assert from 'node:assert/strict';
import type { Order } from '@balcao/contracts/api/sales.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { unanswered } from './offline-front.ts';
import { logIn, type OfflineShop, submit } from './offline-shop.ts';
import { allSent, offlineShopOf, openTill, openUnsent, rows } from './offline-till.ts';
import { scan } from './till-scanner.ts';

describe('the till without a network', function () {
  const offline = offlineShopOf(this);

  it('sells five times, is killed, started again, and the shop has exactly five sales', async () => {
    const shop = offline();
    const [before, stockBefore] = [await orderCount(shop), await stock(shop)];
    const first = await shop.browse('killed');
    await openTill(shop, first.page);
    shop.front.cut();
    for (let unsent = 1; unsent <= 5; unsent += 1)
      await sell(first.page, { keys: ['Enter'], unsent });
    await first.kill();

    const { page, kill } = await shop.browse('killed');
    await page.goto(`${shop.front.url}/till/unsent`);
    await rows(page, 'Por enviar').nth(4).waitFor();
    await page.getByText('A loja não responde.').waitFor();
    assert.equal(await rows(page, 'Por enviar').count(), 5);

    shop.front.loseAnswers(2);
    shop.front.mend();
    await logInAgain(page, page.getByText('Tudo foi enviado.'));
    await shop.front.answersLost();
    await allSent(page);
    await eventually(async () => {
      const { items } = (await shop.call.get('/orders?limit=200')).body;
      assert.equal(items.length - before, 5);
      const sold: Order[] = items.slice(0, 5);
      for (const { status, isOversold } of sold) {
        assert.deepEqual(
          [status, isOversold],
          ['completed', true],
          'it is never refused for stock',
        );
      }
      const inOrder = sold.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
      const times = inOrder.map(({ occurredAt }) => occurredAt);
      assert.deepEqual(times, [...new Set(times)].toSorted(), 'sent in the order of the sales');
    });
    await eventually(async () => assert.equal(await stock(shop), stockBefore - 5000));
    assert.ok((await stock(shop)) < 0);
    await kill();
  });

  it('sells at a till that is opened anew without a network, and the shop has the sale once', async () => {
    const shop = offline();
    const before = await orderCount(shop);
    const first = await shop.browse('reopened');
    await openTill(shop, first.page);
    await first.kill();
    shop.front.cut();
    const { page, kill } = await shop.browse('reopened');
    await page.goto(`${shop.front.url}/till`);
    await page.getByText('sem rede').waitFor();
    await sell(page, { keys: ['Enter'], unsent: 1 });
    await sell(page, { keys: ['F5', '5', '0', 'Enter'], unsent: 2 });
    await page.clock.setFixedTime(Date.now() + 86_400_000);
    await page.getByRole('link', { name: '2 por enviar' }).click();
    await page.getByRole('link', { name: '2 vendas por enviar' }).waitFor();
    await page.goBack();
    await page.getByText(/preços de \d+\/\d+\/\d+, \d+:\d+/).waitFor();
    await page.clock.setFixedTime(Date.now());
    shop.front.mend();
    const done = page.getByText('0 por enviar');
    await logInAgain(page, done);
    await done.waitFor();
    assert.equal((await orderCount(shop)) - before, 2);
    await kill();
  });

  it('looks codes up and searches by what the device knows', async () => {
    const shop = offline();
    const { page, kill } = await shop.browse('lookup');
    await openUnsent(shop, page);
    shop.front.cut();
    const found = await page.evaluate(async () => {
      const file = '/assets/harness.js';
      const { lookUp, searchProducts } = (await import(file)).door;
      const [byPlu, unknown, searched] = [
        await lookUp('7'),
        await lookUp('999'),
        await searchProducts('carvao'),
      ];
      return {
        total: byPlu?.priced?.totalMinor,
        unknown,
        names: searched.map(({ name }: { name: string }) => name),
      };
    });
    assert.deepEqual(found, { total: 2190, unknown: null, names: ['Carvão 5 kg'] });
    shop.front.mend();
    await kill();
  });

  it('tells of a new version and waits; taken, it keeps the cart and what is unsent', async () => {
    const shop = offline();
    const { page, kill } = await shop.browse('update');
    await openTill(shop, page);
    await scan(page, '7');
    const total = page.getByTestId('total').filter({ hasText: '21,90' });
    await total.waitFor();
    const worker = await (await fetch(`${shop.front.url}/service-worker.js`)).text();
    shop.front.replace('/service-worker.js', worker.replace(/("version":")/, '$1next-'));
    await page.evaluate(async () => {
      Object.assign(window, { isSamePage: true });
      await (await navigator.serviceWorker.ready).update();
    });
    const now = page.getByRole('button', { name: 'Atualizar agora' });
    await now.waitFor();
    assert.equal(await page.evaluate('window.isSamePage'), true);
    const elsewhere = shop.newSale({ tillId: shop.productId });
    shop.front.cut();
    assert.deepEqual(await submit(page, [elsewhere]), ['queued']);
    await now.click();
    await page.waitForFunction('window.isSamePage === undefined');
    await page.getByText('1 por enviar').waitFor();
    await total.waitFor();
    shop.front.mend();
    await kill();
  });

  it('takes a new version also while the one before waits for an answer', async () => {
    const shop = offline();
    const { page, kill } = await shop.browse('busy');
    await openTill(shop, page);
    const worker = await (await fetch(`${shop.front.url}/service-worker.js`)).text();
    shop.front.replace('/service-worker.js', worker.replace(/("version":")/, '$1newest-'));
    await page.evaluate(async (file) => {
      Object.assign(window, { isSamePage: true });
      await (await navigator.serviceWorker.ready).update();
      void fetch(file);
    }, unanswered);
    await page.getByRole('button', { name: 'Atualizar agora' }).click();
    await page.waitForFunction('window.isSamePage === undefined');
    await page.getByText('Caixa 1 · Dona Rosa · aberto').waitFor();
    const isTaken = () =>
      page.evaluate(async () => {
        const names = await caches.keys();
        const { waiting } = await navigator.serviceWorker.ready;
        return waiting === null && names.some((name) => name.includes('newest-'));
      });
    await eventually(async () => assert.ok(await isTaken()));
    await kill();
  });
});

/** As a cashier does, by scanner and keys. */
async function sell(page: Page, { keys, unsent }: { keys: string[]; unsent: number }) {
  await scan(page, '7');
  await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
  for (const key of keys) await page.keyboard.press(key);
  await page.getByText(`${unsent} por enviar`).waitFor();
}

async function stock(shop: OfflineShop): Promise<number> {
  return (await shop.call.get('/inventory/stock?q=Carv')).body.items[0]?.onHandMilli ?? 0;
}

/** Where the killed browser had not written its cookie yet; `done` is there otherwise. */
async function logInAgain(page: Page, done: Locator): Promise<void> {
  const again = page.getByText('A sua sessão terminou');
  await again.or(done).first().waitFor();
  if (await again.isVisible()) await logIn(page);
}

async function orderCount(shop: OfflineShop): Promise<number> {
  return (await shop.call.get('/orders?limit=200')).body.items.length;
}
