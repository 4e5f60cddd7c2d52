/** Protects: a template says what the screen said, a mistake is undone to the gram, and what is being typed survives a reload. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { readDrafts } from './browser/read-drafts.ts';
import { requireChromium } from './browser/require-chromium.ts';
import { goods, stockTill, until } from './till-goods.ts';
import { admin, openTillShop, type TillShop } from './till-shop.ts';

describe('breakdowns and their templates', function () {
  // One template's story: after a failure the rest would say nothing.
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
    await page.goto('/stock/breakdowns/templates');
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Senha', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Entrar' }).click();
    await page.getByRole('heading', { name: 'Modelos de desossa' }).waitFor();
  });
  after(async function () {
    this.timeout(60_000);
    await shop?.close();
  });

  const dialog = () => page.getByRole('dialog');
  const pick = (label: string, code: string) => pickOn(dialog(), label, code);
  const pickOn = async (where: Page | Locator, label: string, code: string) => {
    await where.getByRole('combobox', { name: label }).fill(code);
    await where.getByRole('combobox', { name: label }).press('Enter');
  };
  const templates = async () => (await shop.call.get('/inventory/breakdown-templates')).body.items;
  const levelOf = async (q: string) =>
    (await shop.call.get(`/inventory/stock?q=${encodeURIComponent(q)}`)).body.items[0];

  it('is saved once its shares fit the piece, with the loss that they leave', async () => {
    await page.getByRole('button', { name: 'Novo modelo' }).click();
    await dialog().getByLabel('Nome').fill('Picanha em linguiça');
    await pick('Peça', goods.picanha.plu);
    await dialog().getByText('Peça: Picanha').waitFor();
    await pick('Outro corte', goods.sausage.plu);
    const share = dialog().getByLabel(/Rendimento de/);
    await share.fill('100,01');
    await dialog().getByRole('button', { name: 'Salvar' }).click();
    await dialog()
      .getByText(/Escreva uma parte/)
      .waitFor();
    assert.deepEqual(await templates(), []);
    await share.fill('87,5');
    await dialog()
      .getByText(/Perda esperada: 12,5\s?%/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Salvar' }).click();
    await dialog().waitFor({ state: 'hidden' });
    const [made] = await templates();
    assert.equal(made.name, 'Picanha em linguiça');
    assert.equal(made.expectedLossBasisPoints, 1250);
    assert.equal(made.outputs[0].expectedBasisPoints, 8750);
  });

  it('is changed and removed where it stands', async () => {
    await page.getByRole('button', { name: 'Mudar Picanha em linguiça' }).click();
    await dialog()
      .getByLabel(/Rendimento de/)
      .fill('90');
    await dialog().getByRole('button', { name: 'Salvar' }).click();
    await dialog().waitFor({ state: 'hidden' });
    assert.equal((await templates())[0].expectedLossBasisPoints, 1000);
    await page.getByRole('button', { name: 'Remover Picanha em linguiça' }).click();
    await dialog().getByRole('button', { name: 'Remover' }).click();
    await page.getByText(/Nenhum modelo ainda/).waitFor();
    assert.deepEqual(await templates(), []);
  });

  it('puts the piece back and takes the cuts out, and can be done once', async () => {
    const before = await levelOf(goods.picanha.name);
    const cut = await levelOf('Linguiça');
    const { status } = await shop.call.post('/inventory/breakdowns', {
      inputProductId: before.productId,
      quantityMilli: 10_000,
      outputs: [{ productId: cut.productId, quantityMilli: 9_000 }],
    });
    assert.equal(status, 201);
    assert.equal((await levelOf(goods.picanha.name)).onHandMilli, before.onHandMilli - 10_000);
    await page.goto('/stock/breakdowns');
    await page.getByRole('button', { name: /Estornar desossa/ }).click();
    await dialog().getByLabel('Por quê').fill('peça errada');
    await dialog().getByRole('button', { name: 'Estornar' }).click();
    await page.getByText('Estornada', { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Estornar desossa/ }).count(), 0);
    await until(async () => {
      const levels = [await levelOf(goods.picanha.name), await levelOf('Linguiça')];
      return levels.every(
        ({ onHandMilli }, index) => onHandMilli === [before, cut][index].onHandMilli,
      );
    });
    assert.equal((await shop.call.get('/inventory/stock/verify')).body.isConsistent, true);
  });

  it('is typed on after a reload, and gone from the device once it is booked', async () => {
    await page.goto('/stock/breakdowns/new');
    await pickOn(page, 'O que se desossa', goods.picanha.plu);
    await page.getByLabel('Lote', { exact: true }).selectOption({ index: 1 });
    await page.getByLabel('Peso da peça').fill('2,000');
    await pickOn(page, 'Outro corte', goods.sausage.plu);
    await page.getByLabel(/Quantidade: /).fill('1,750');
    await until(async () => (await readDrafts(page, 'breakdowns')).includes('1750'));
    await page.reload();
    await page.getByText(/desossa não tinha terminado/).waitFor();
    assert.equal(await page.getByLabel(/Quantidade: /).inputValue(), '1,750');
    assert.equal(await page.getByLabel('Peso da peça').inputValue(), '2,000');
    await page.getByRole('button', { name: 'O resto é perda' }).click();
    const before = await levelOf('Linguiça');
    await page.getByRole('button', { name: 'Registrar desossa' }).click();
    await page.getByText('A desossa foi registrada.', { exact: true }).waitFor();
    await until(async () => (await readDrafts(page, 'breakdowns')) === '[]');
    assert.equal((await levelOf('Linguiça')).onHandMilli, before.onHandMilli + 1_750);
  });
});
