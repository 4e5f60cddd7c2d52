/** A cashier's day in a real browser, by the keyboard alone, against the real services. */
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { requireChromium } from './browser/require-chromium.ts';
import { goods, hostile, stockTill, until } from './till-goods.ts';
import { admin, labelOf, openTillShop, scan, seller, type TillShop } from './till-shop.ts';

describe('the till', function () {
  // A day goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let shop: TillShop;
  let page: Page;
  const failures: string[] = [];

  before(async function () {
    this.timeout(300_000);
    shop = await openTillShop(requireChromium(this));
    await stockTill(shop);
    const context = await shop.browser.newContext({
      locale: 'pt-BR',
      viewport: { width: 1366, height: 768 },
    });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', ({ message }) => failures.push(message));
  });
  after(async function () {
    this.timeout(60_000);
    await shop?.close();
  });

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const sees = (id: string, text: string | RegExp) =>
    page.getByTestId(id).filter({ hasText: text }).waitFor();
  const lines = () => page.getByRole('region', { name: 'Venda' }).getByRole('listitem');
  const linesAre = async (count: number) => {
    await until(async () => (await lines().count()) === count);
  };
  /** A message is there twice for a moment: once to be seen, once to be read out. */
  const told = (text: RegExp) => page.getByText(text).first().waitFor();
  const isDone = async (changeText: string) => {
    await sees('change', changeText);
    await linesAre(0);
  };

  it('opens by keyboard alone: log in, count the float', async function () {
    this.timeout(60_000);
    await page.goto(shop.url);
    await page.getByLabel('E-mail').waitFor();
    await page.keyboard.type(seller.email);
    await press('Tab');
    await page.keyboard.type(seller.password);
    await press('Enter');
    await page.getByLabel('Fundo de troco').waitFor();
    await page.keyboard.type('100,00');
    await press('Enter');
    await page.getByText('Caixa 1 · Ana · aberto').waitFor();
  });

  it('makes scans one right after the other lines of their own, or a quantity of two', async () => {
    await Promise.all([
      scan(page, labelOf('1234', 5375)),
      scan(page, goods.coal.barcode),
      scan(page, goods.coal.barcode),
    ]);
    await linesAre(2);
    await sees('total', '97,55');
    await press('Enter');
    await isDone('0,00');
  });

  it('never lets a scan into the field or onto the button that has the focus', async () => {
    await press('F2');
    await scan(page, goods.coal.barcode);
    await linesAre(1);
    assert.equal(await page.getByRole('combobox').inputValue(), '');
    await press('F3');
    await scan(page, goods.salt.barcode);
    await linesAre(2);
    assert.equal(await page.getByLabel('Quantidade de Carvão').inputValue(), '1');
    await press('Escape');
    await page.getByRole('button', { name: 'PIX' }).focus();
    await scan(page, goods.salt.barcode);
    await sees('total', '33,70');
    assert.equal(await page.getByText('Cancelar pagamento').count(), 0);
    await press('Tab', 'Delete', 'Delete');
    await linesAre(0);
  });

  it('shows an unknown code as a line, and does not sell it', async () => {
    await scan(page, '7890000000017');
    await lines().getByText('Código 7890000000017 não cadastrado').waitFor();
    await page.evaluate(() => document.body.focus());
    await press('Enter');
    await page.getByText('Há um código não cadastrado na venda').waitFor();
    await press('Delete');
    await linesAre(0);
  });

  it('takes cash with a tender in at most six keys, and shows the change in 44 px', async () => {
    await scan(page, goods.coal.barcode);
    await linesAre(1);
    const keys = ['F5', '5', '0', 'Enter'];
    assert.ok(keys.length <= 6);
    await press(...keys);
    await isDone('28,10');
    const size = await page.getByTestId('change').evaluate((it) => getComputedStyle(it).fontSize);
    assert.equal(size, '44px');
  });

  it('sells a weight by hand, found by its name', async () => {
    await page.keyboard.type('pican', { delay: 120 });
    await page.getByRole('option', { name: 'Picanha' }).waitFor();
    await press('Enter');
    await page.getByLabel('Peso em kg de Picanha').waitFor();
    await page.keyboard.type('1,347');
    await press('Enter');
    await sees('total', '53,75');
    await press('Enter');
    await isDone('0,00');
  });

  for (const [key, way] of [
    ['F7', 'debit'],
    ['F8', 'credit'],
  ] as const) {
    it(`is paid by ${way} with one key`, async () => {
      await scan(page, goods.salt.barcode);
      await linesAre(1);
      await press(key);
      await isDone('0,00');
    });
  }

  it('turns green by itself when the PIX is paid', async () => {
    await scan(page, goods.coal.barcode);
    await linesAre(1);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    await page.getByRole('timer').waitFor();
    await page.getByRole('button', { name: 'Simular: cliente pagou' }).press('Enter');
    await isDone('0,00');
  });

  it('keeps the cart when a PIX is called off', async () => {
    await scan(page, goods.coal.barcode);
    await linesAre(1);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    await press('Escape');
    await sees('total', '21,90');
    await linesAre(1);
    await press('Enter');
    await isDone('0,00');
  });

  it('says of what there is not enough, and how much is left', async () => {
    const { body: stock } = await shop.call.get('/inventory/stock?q=Picanha');
    const { availableMilli } = stock.items[0];
    await page.keyboard.type('pican', { delay: 120 });
    await page.getByRole('option', { name: 'Picanha' }).waitFor();
    await press('Enter');
    await page.getByLabel('Peso em kg de Picanha').waitFor();
    await page.keyboard.type('1500');
    await press('Enter');
    await sees('total', '59.850,00');
    await press('Enter');
    const left = (availableMilli / 1000).toLocaleString('pt-BR', { minimumFractionDigits: 3 });
    await page.getByText(`Picanha: ${left} kg em estoque, 1.500,000 kg na venda`).waitFor();
    await linesAre(1);
    await press('Delete');
    await linesAre(0);
  });

  it('puts a sale on a tab, and shows a hostile name as text', async () => {
    await scan(page, labelOf('77', 2500));
    await linesAre(1);
    assert.ok((await lines().first().textContent())?.includes(hostile));
    await press('F9');
    await page.getByRole('button', { name: /Seu Zé/, pressed: true }).waitFor();
    await press('Enter');
    await isDone('0,00');
    assert.equal(await page.title(), 'Caixa · Balcão');
  });

  it('splits a payment in six keys', async () => {
    await scan(page, goods.coal.barcode);
    await linesAre(1);
    await press('F10');
    await page.getByTestId('left').waitFor();
    await press('1', '0', 'F5', 'F7');
    await isDone('0,00');
  });

  it("asks for an administrator above the seller's limit, and records the approval", async () => {
    await scan(page, goods.coal.barcode);
    await linesAre(1);
    await press('F4');
    await page.getByLabel(/Desconto/).waitFor();
    await page.keyboard.type('50%');
    await page.getByText(/Acima do seu limite de R\$\s1,10/).waitFor();
    await press('Enter');
    await sees('total', '10,95');
    await page
      .getByText(/Acima do seu limite/)
      .first()
      .waitFor();
    await press('Enter');
    await page.getByLabel('E-mail do administrador').waitFor();
    await page.keyboard.type(admin.email);
    await press('Tab');
    await page.keyboard.type(admin.password);
    await press('Tab');
    await page.keyboard.type('cliente antigo');
    await press('Enter');
    await isDone('0,00');
    const { body } = await shop.call.get('/orders/overrides');
    assert.deepEqual(
      body.items.map((item: { note: string; discountUpToMinor: number; usedAt: unknown }) => [
        item.note,
        item.discountUpToMinor,
        item.usedAt !== null,
      ]),
      [['cliente antigo', 1095, true]],
    );
  });

  it('keeps the cart over a reload', async () => {
    await scan(page, goods.coal.barcode);
    await scan(page, labelOf('1234', 1000));
    await linesAre(2);
    await page.reload();
    await linesAre(2);
    await sees('total', '31,90');
  });

  it('holds the sale and takes it up again', async () => {
    await press('F11');
    await page.getByLabel(/Para reconhecer/).waitFor();
    await page.keyboard.type('Dona Rita');
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await linesAre(0);
    await press('F11');
    await page.getByRole('cell', { name: 'Dona Rita' }).waitFor();
    await page.getByRole('button', { name: 'Chamar' }).press('Enter');
    await linesAre(2);
    await sees('total', '31,90');
    await press('Enter');
    await isDone('0,00');
  });

  it('refunds a line by the number of its receipt', async () => {
    await press('Control+m');
    await page.getByRole('button', { name: 'Devolução' }).waitFor();
    await press('2');
    await page.getByLabel(/Cupom/).waitFor();
    await page.keyboard.type('2');
    await press('Enter');
    await page.getByLabel(/Volta de Carvão/).fill('1');
    await page.getByRole('button', { name: 'Devolver', exact: true }).press('Enter');
    await told(/Devolução de .*21,90 registrada/);
  });

  it('takes cash out of the drawer', async () => {
    await press('Control+m');
    await page.getByRole('button', { name: /Suprimento ou sangria/ }).waitFor();
    await press('1');
    await page.getByLabel('Valor').waitFor();
    await page.keyboard.type('50');
    await press('Enter');
    await told(/Sangria de .*50,00 registrado/);
  });

  for (const language of ['pt-BR', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it(`is clean for axe and has a contrast of 7, in ${language}, ${theme}`, async function () {
        this.timeout(60_000);
        await scan(page, goods.coal.barcode);
        await page.evaluate(
          ([chosen, look]) => {
            localStorage.setItem('balcao.language', chosen);
            localStorage.setItem('balcao.theme', look);
          },
          [language, theme] as const,
        );
        await page.reload();
        await page.getByTestId('total').waitFor();
        const { violations } = await new AxeBuilder({ page })
          .options({ rules: { 'color-contrast-enhanced': { enabled: true } } })
          .analyze();
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          [],
        );
      });
    }
  }

  it('closes blind, and shows the figures of the shop', async () => {
    await page.evaluate(() => localStorage.setItem('balcao.language', 'pt-BR'));
    await page.reload();
    await page.getByTestId('total').waitFor();
    await press('Delete');
    await linesAre(0);
    await press('Control+m');
    await page.getByRole('button', { name: /Fechar o caixa/ }).waitFor();
    await press('5');
    await page.getByLabel('Contado').waitFor();
    await page.keyboard.type('300');
    await press('Enter');
    const { body: tills } = await shop.call.get('/tills');
    const id: string = tills.items[0].id;
    await until(async () => (await shop.call.get(`/tills/${id}`)).body.status === 'closed');
    const { body: report } = await shop.call.get(`/tills/${id}/report`);
    const money = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });
    for (const [name, amountMinor] of [
      ['sales', report.sales.totalMinor],
      ['refunds', report.refunds.totalMinor],
      ['sangrias', report.sangriasMinor],
      ['expected', report.expectedMinor],
      ['difference', report.differenceMinor],
    ] as const) {
      await sees(`report-${name}`, money.format(amountMinor / 100));
    }
    assert.ok(report.sales.count >= 10, `${report.sales.count} sales`);
    assert.deepEqual(failures, []);
  });
});
