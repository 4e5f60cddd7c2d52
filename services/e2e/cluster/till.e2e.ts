/** The till in a real browser, through the ingress: a seller logs in, opens the till, and sells. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumArguments, findChromium } from '../../../scripts/servers/chromium.ts';
import { shopUrl } from './installation.ts';
import { openShop, priceMinor, stockUp } from './shop.ts';

describe('the till, behind the ingress', function () {
  this.timeout(180_000);
  const seller = { name: 'Ana', email: `ana-${randomUUID()}@shop.example`, password: randomUUID() };
  let admin: Awaited<ReturnType<typeof openShop>>['admin'];
  let productName: string;
  let sellerId: string;
  let browser: Browser;
  let page: Page;
  /** What the page's policy refused, and what a script failed with. */
  const refused: string[] = [];

  before(async () => {
    const executablePath = findChromium();
    assert.ok(executablePath, 'Chromium is needed: put it on the PATH, or its path into CHROMIUM');
    ({ admin } = await openShop());
    const product = await admin.get(`/products/${await stockUp(admin)}`);
    productName = product.body.name;
    const user = await admin.post('/users', { ...seller, role: 'seller' });
    assert.equal(user.status, 201, JSON.stringify(user.body));
    sellerId = user.body.id;
    browser = await chromium.launch({ executablePath, args: chromiumArguments });
    const context = await browser.newContext({ baseURL: shopUrl, locale: 'pt-BR' });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', ({ message }) => refused.push(message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
  });
  after(async () => {
    await browser?.close();
  });

  const enter = async (text: string) => {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  it('lets a seller in, and is opened with its float', async () => {
    await page.goto('/');
    await page.getByLabel('E-mail').fill(seller.email);
    await page.getByLabel('Senha').fill(seller.password);
    await page.keyboard.press('Enter');
    await page.getByLabel('Caixa (número ou nome)').fill(`Kind ${sellerId.slice(-8)}`);
    await page.getByLabel('Fundo de troco').focus();
    await enter('50,00');
    await page.getByText(/ · Ana · aberto$/).waitFor();
  });

  it('sells by the keyboard, and the shop has the sale in this till', async () => {
    // As slowly as a hand: what comes faster is a scanner's.
    await page.keyboard.type(productName, { delay: 120 });
    await page.getByRole('option', { name: productName }).waitFor();
    await page.keyboard.press('Enter');
    const total = page.getByTestId('total').filter({ hasText: '10,00' });
    await total.waitFor();
    await page.keyboard.press('F5');
    await enter('20');
    await page.getByTestId('change').filter({ hasText: '10,00' }).waitFor();
    const { body: tills } = await admin.get(`/tills?sellerId=${sellerId}`);
    await eventually(async () => {
      const { body } = await admin.get(`/orders?tillId=${tills.items[0].id}`);
      assert.deepEqual(
        body.items.map(({ status, totalMinor }: Record<string, unknown>) => [status, totalMinor]),
        [['completed', priceMinor]],
      );
    }, 60_000);
  });

  it('ends the seller’s day with the figures of the shop', async () => {
    await page.keyboard.press('Control+m');
    await page.getByRole('button', { name: /Fechar o caixa/ }).click();
    await page.getByLabel('Contado').focus();
    await enter('60,00');
    await page.getByTestId('report-difference').filter({ hasText: '0,00' }).waitFor();
    const { body } = await admin.get(`/tills?sellerId=${sellerId}`);
    assert.deepEqual([body.items[0].status, body.items[0].differenceMinor], ['closed', 0]);
    assert.deepEqual(refused, []);
  });
});
