/** Protects: what was sold without a network comes to the shop exactly once, whatever dies and whatever is late. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Order } from '@balcao/contracts/api/sales.ts';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import type { Person } from './browser/register-owner.ts';
import { requireChromium } from './browser/require-chromium.ts';
import { logIn, type OfflineShop, openOfflineShop, submit } from './offline-shop.ts';
import { scan } from './till-scanner.ts';

describe('the till without a network', function () {
  this.timeout(240_000);
  let shop: OfflineShop;
  before(async function () {
    shop = await openOfflineShop(requireChromium(this));
  });
  // Whatever fails in one test, the next one has a network.
  afterEach(() => shop.front.mend());
  after(() => shop?.close());

  const allSent = (page: Page) => page.getByText('Tudo foi enviado.').waitFor();
  const rows = (page: Page, caption: string) =>
    page.getByRole('table', { name: caption }).locator('tbody tr');

  /** The list of unsent sales, with the app's files and the catalogue on the device. */
  async function openUnsent(page: Page, person?: Person): Promise<void> {
    await page.goto(`${shop.front.url}/till/unsent`);
    await logIn(page, person);
    await page.getByText(/^Preços de/).waitFor();
    // It takes the page over when it has all files. Not by an async function: its promise would count as true.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  /** The till as it sells, with all that it needs without a network on the device. */
  async function openTill(page: Page): Promise<void> {
    await openUnsent(page);
    await page.goto(`${shop.front.url}/till`);
    await page.getByText('Caixa 1 · Dona Rosa · aberto').waitFor();
  }

  /** As a cashier does, by scanner and keys. */
  async function sell(page: Page, { keys, unsent }: { keys: string[]; unsent: number }) {
    await scan(page, '7');
    await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
    for (const key of keys) await page.keyboard.press(key);
    await page.getByText(`${unsent} por enviar`).waitFor();
  }

  async function stock(): Promise<number> {
    return (await shop.call.get('/inventory/stock?q=Carv')).body.items[0]?.onHandMilli ?? 0;
  }

  /** Where the killed browser had not written its cookie yet; `done` is there otherwise. */
  async function logInAgain(page: Page, done: Locator): Promise<void> {
    const again = page.getByText('A sua sessão terminou');
    await again.or(done).first().waitFor();
    if (await again.isVisible()) await logIn(page);
  }

  async function tokenOf({ email, password }: Person): Promise<string> {
    const { body } = await shop.call.post('/auth/login', { email, password });
    return body.accessToken;
  }

  async function orderOf(id: string) {
    const { status, body } = await shop.call.get(`/orders/${id}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  async function orderCount(): Promise<number> {
    return (await shop.call.get('/orders?limit=200')).body.items.length;
  }

  it('sells five times, is killed, started again, and the shop has exactly five sales', async () => {
    const [before, stockBefore] = [await orderCount(), await stock()];
    const first = await shop.browse('killed');
    await openTill(first.page);
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
    await eventually(async () => assert.equal(await stock(), stockBefore - 5000));
    assert.ok((await stock()) < 0);
    await kill();
  });

  it('sells at a till that is opened anew without a network, and the shop has the sale once', async () => {
    const before = await orderCount();
    const first = await shop.browse('reopened');
    await openTill(first.page);
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
    assert.equal((await orderCount()) - before, 2);
    await kill();
  });

  it('looks codes up and searches by what the device knows', async () => {
    const { page, kill } = await shop.browse('lookup');
    await openUnsent(page);
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

  it('lists what the shop refuses with its reason, until it is corrected or an admin settles it', async () => {
    const { page, kill } = await shop.browse('refused');
    await openUnsent(page);
    shop.front.cut();
    const onTab = shop.newSale({ payments: [{ method: 'tab', amountMinor: 2190 }] });
    const elsewhere = shop.newSale({ tillId: shop.productId });
    assert.deepEqual(await submit(page, [onTab, elsewhere]), ['queued', 'queued']);
    shop.front.mend();
    const refused = rows(page, 'Recusadas');
    await refused.nth(1).waitFor();
    // The shop says why in the language of the screen where it can, and says which it is.
    await page.route(/\/orders$/, (route) =>
      route.fulfill({
        status: 409,
        headers: { 'content-language': 'pt' },
        json: { code: 'till_closed', title: 'Till closed', detail: 'O caixa 1 foi contado.' },
      }),
    );
    const row = refused.filter({ hasText: 'Este caixa não existe.' });
    assert.equal(await row.locator('p[lang]').getAttribute('lang'), 'en');
    await row.getByRole('button', { name: 'Enviar de novo' }).click();
    const other = refused.filter({ hasText: 'O caixa 1 foi contado.' });
    await other.locator('p[lang=pt]').waitFor();
    await page.unroute(/\/orders$/);
    await other.getByRole('button', { name: 'Enviar de novo' }).click();
    await row.waitFor();
    const tabRow = refused.filter({ hasText: 'O fiado precisa de um cliente.' });
    await assertAccessible(page);

    await tabRow.getByRole('button', { name: 'Corrigir' }).click();
    await page.getByLabel('Pagamento').selectOption('cash');
    await page.getByRole('button', { name: 'Enviar corrigida' }).click();
    await eventually(async () => assert.equal((await orderOf(onTab.id)).status, 'completed'));

    await refused.nth(1).waitFor({ state: 'detached' });
    await refused.getByText('Este caixa não existe.').waitFor();
    await refused.getByRole('button', { name: 'Dar por resolvida' }).click();
    await page.getByLabel('Como foi resolvida').fill('lançada à mão no caixa 1');
    await page.getByRole('button', { name: 'Dar por resolvida' }).last().click();
    await rows(page, 'Resolvidas à mão').getByText('lançada à mão no caixa 1').waitFor();
    assert.equal((await shop.call.get(`/orders/${elsewhere.id}`)).status, 404);
    await assertAccessible(page);
    await kill();
  });

  it('lets an admin send what a seller who was dismissed has left, and holds up no other till', async () => {
    const ana = { name: 'Ana', email: 'ana@example.com', password: 'outra senha longa' };
    const { body: user } = await shop.call.post('/users', { ...ana, role: 'seller' });
    const hers = createApiClient(shop.front.url, await tokenOf(ana));
    const { body: till } = await hers.post('/tills', { register: '2', floatMinor: 0 });
    const first = await shop.browse('dismissed');
    await openUnsent(first.page, ana);
    shop.front.cut();
    const sale = shop.newSale({ tillId: till.id });
    assert.deepEqual(await submit(first.page, [sale]), ['queued']);
    await first.kill();
    const { name, email } = ana;
    const dismissed = { name, email, role: 'seller', active: false };
    assert.equal((await shop.call.put(`/users/${user.id}`, dismissed)).status, 200);
    shop.front.mend();

    const { page, kill } = await shop.browse('dismissed');
    await page.goto(`${shop.front.url}/till/unsent`);
    await page.getByLabel('E-mail').waitFor();
    // A shop that answers late has the till open for her first, and then asks for her password.
    const other = page.getByRole('button', { name: 'Entrar com outro usuário' });
    if (await other.isVisible()) await other.click();
    await logIn(page);
    await page.getByText('espera Ana entrar').waitFor();
    await page.goto(`${shop.front.url}/till`);
    await page.getByText('Caixa 1 · Dona Rosa · aberto').waitFor();
    await page.keyboard.press('Control+m');
    await page.getByRole('button', { name: /Fechar o caixa/ }).click();
    await page.getByLabel('Contado').waitFor();
    const close = page.getByRole('button', { name: 'Fechar o caixa', exact: true });
    await eventually(async () => assert.ok(await close.isEnabled()));
    assert.equal(await page.getByText(/ainda não foi enviada/).count(), 0);

    await page.goto(`${shop.front.url}/till/unsent`);
    await page.getByRole('button', { name: 'Enviar em meu nome' }).click();
    await allSent(page);
    await eventually(async () => assert.equal((await orderOf(sale.id)).status, 'completed'));
    const { tillId, note } = await orderOf(sale.id);
    assert.deepEqual([tillId, note], [till.id, 'Vendida por Ana']);
    await kill();
  });

  it('tells of a new version and waits; taken, it keeps the cart and what is unsent', async () => {
    const { page, kill } = await shop.browse('update');
    await openTill(page);
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
});

/** In both languages and themes. */
async function assertAccessible(page: Page): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((chosen) => {
      document.documentElement.dataset.theme = chosen;
    }, theme);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
    );
  }
}
