/** Protects: a delivery that is being typed survives a reload, and is booked once. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { readDrafts } from './browser/read-drafts.ts';
import { requireChromium } from './browser/require-chromium.ts';
import { goods, stockTill, until } from './till-goods.ts';
import { admin, openTillShop, type TillShop } from './till-shop.ts';

describe('receiving a delivery', function () {
  // One delivery's story: after a failure the rest would say nothing.
  this.bail(true);
  let shop: TillShop;
  let page: Page;

  before(async function () {
    this.timeout(300_000);
    shop = await openTillShop(requireChromium(this));
    await stockTill(shop);
    const context = await shop.browser.newContext({ locale: 'pt-BR', baseURL: shop.url });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto('/stock/receive');
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Senha', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('heading', { name: 'Receber mercadoria' }).waitFor();
  });
  after(async function () {
    this.timeout(60_000);
    await shop?.close();
  });

  const picker = () => page.getByRole('combobox', { name: 'Produto' });
  const lines = () => page.getByRole('list', { name: 'Linhas' }).getByRole('listitem');
  const type = async (code: string) => {
    const before = await lines().count();
    await picker().fill(code);
    await picker().press('Enter');
    await until(async () => (await lines().count()) === before + 1);
  };
  /** A browser that is told to reload within the same millisecond may not have written yet. */
  const isKept = (text: string) =>
    until(async () => (await readDrafts(page, 'deliveries')).includes(text));
  const receipts = async () => (await shop.call.get('/inventory/receipts')).body.items;

  it('is there again after a reload, to the centavo, even if half a line is missing', async () => {
    await page.getByLabel('Nota').fill('NF 4711');
    await type(goods.coal.barcode);
    await page.getByLabel('Quantidade').fill('12');
    await page.getByLabel(/Custo por/).fill('9,50');
    await type(goods.picanha.plu);
    await page.getByLabel('Quantidade').last().fill('3,250');
    await isKept('3250');
    await page.reload();
    await page.getByText(/não tinha terminado/).waitFor();
    await until(async () => (await lines().count()) === 2);
    assert.equal(await page.getByLabel('Nota').inputValue(), 'NF 4711');
    assert.equal(await page.getByLabel('Quantidade').first().inputValue(), '12');
    assert.equal(
      await page
        .getByLabel(/Custo por/)
        .first()
        .inputValue(),
      '9,50',
    );
    assert.equal(await page.getByLabel('Quantidade').last().inputValue(), '3,250');
  });

  it('is booked once, and gone from the device', async () => {
    await page
      .getByLabel(/Custo por/)
      .last()
      .fill('30,00');
    await page.getByRole('button', { name: 'Dar entrada' }).click();
    await until(async () => (await receipts()).length === 1);
    await until(async () => (await lines().count()) === 0);
    await page.reload();
    await picker().waitFor();
    assert.equal(await lines().count(), 0);
    assert.deepEqual(
      (await receipts()).map(
        ({ document, totalMinor }: { document: string; totalMinor: number }) => [
          document,
          totalMinor,
        ],
      ),
      [['NF 4711', 12 * 950 + 9750]],
    );
  });

  it('is given up by a button, not by chance', async () => {
    await type(goods.salt.barcode);
    await isKept(goods.salt.name);
    await page.reload();
    await page.getByRole('button', { name: /Descartar/ }).click();
    await until(async () => (await lines().count()) === 0);
    await page.reload();
    await picker().waitFor();
    assert.equal(await lines().count(), 0);
    assert.equal((await receipts()).length, 1);
  });
});
