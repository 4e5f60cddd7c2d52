/** A customer's tab in a real browser: opened with a limit, bought on, paid off in a part, the figures those of the shop. */
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { after, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { requireChromium } from './browser/require-chromium.ts';
import { goods, hostile, stockTill, until } from './till-goods.ts';
import { admin, openTillShop, seller, type TillShop } from './till-shop.ts';

const money = new Intl.NumberFormat('pt-BR', { style: 'currency', currency: 'BRL' });
const name = `Dona Rita ${hostile}`;

describe('customers and their tabs', function () {
  // One customer's story: after a failure the rest would say nothing.
  this.bail(true);
  let shop: TillShop;
  let page: Page;
  let customerId: string;
  const failures: string[] = [];

  before(async function () {
    this.timeout(300_000);
    shop = await openTillShop(requireChromium(this));
    await stockTill(shop);
    page = await open(admin);
  });
  after(async function () {
    this.timeout(60_000);
    await shop?.close();
  });

  async function open(who: { email: string; password: string }): Promise<Page> {
    const context = await shop.browser.newContext({ locale: 'pt-BR', baseURL: shop.url });
    const made = await context.newPage();
    made.setDefaultTimeout(15_000);
    made.on('pageerror', ({ message }) => failures.push(message));
    await made.goto('/customers');
    await made.getByLabel('E-mail').fill(who.email);
    await made.getByLabel('Senha', { exact: true }).fill(who.password);
    await made.getByRole('button', { name: 'Entrar' }).click();
    await made.getByRole('heading', { name: 'Clientes', level: 1 }).waitFor();
    return made;
  }
  const sees = (id: string, amountMinor: number) =>
    page
      .getByTestId(id)
      .filter({ hasText: money.format(amountMinor / 100) })
      .waitFor();
  const rowsOf = (table: string) =>
    page
      .getByRole('table', { name: table })
      .getByRole('row')
      .filter({ has: page.locator('td') });
  const buyOnTab = async (quantityMilli: number) => {
    const amountMinor = (goods.coal.priceMinor * quantityMilli) / 1000;
    const lines = [{ code: goods.coal.barcode, quantityMilli }];
    const payments = [{ method: 'tab', amountMinor }];
    const { status, body } = await shop.call.post('/orders', { lines, customerId, payments });
    assert.equal(status, 201);
    await until(
      async () => (await shop.call.get(`/orders/${body.id}`)).body.status === 'completed',
    );
  };

  it('refuses a document whose digits do not fit before it is sent, and keeps what was typed', async () => {
    await page.getByRole('button', { name: 'Novo cliente' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nome').fill(name);
    await dialog.getByLabel('Telefone').fill('(11) 98888-7777');
    await dialog.getByLabel('CPF ou CNPJ').fill('123.456.789-00');
    await dialog.getByLabel('Limite do fiado').fill('100,00');
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.getByText(/dígitos não conferem/).waitFor();
    assert.equal(await dialog.getByLabel('Nome').inputValue(), name);
    await dialog.getByLabel('CPF ou CNPJ').fill('123.456.789-09');
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { body } = await shop.call.get('/customers?q=12345678909');
    customerId = body.items[0].id;
    assert.equal(body.items[0].tabLimitMinor, 10_000);
  });

  for (const typed of ['rita', '123.456.789-09', '98888']) {
    it(`finds a customer by ${typed}`, async () => {
      await page.getByLabel(/Buscar/).fill('ninguém se chama assim');
      await page.getByText('Ninguém combina com esta busca.').waitFor();
      await page.getByLabel(/Buscar/).fill(typed);
      await until(async () => (await rowsOf('Clientes encontrados').count()) === 1);
      await page.getByRole('link', { name }).waitFor();
    });
  }

  it('shows purchases in the statement and what is open, the oldest first', async () => {
    await buyOnTab(2000);
    await buyOnTab(1000);
    await page.getByRole('link', { name }).click();
    await sees('balance', 6570);
    await sees('room', 3430);
    const open = await rowsOf('Em aberto, do mais antigo').allTextContents();
    assert.equal(open.length, 2);
    assert.match(open[0] ?? '', /43,80/);
    assert.match(open[1] ?? '', /21,90/);
    assert.equal(await rowsOf('Extrato').count(), 2);
    assert.equal(await page.title(), `${name} · Balcão`);
  });

  it('takes no more than is owed', async () => {
    await page.getByRole('button', { name: 'Receber pagamento' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Valor').fill('65,71');
    await dialog.getByRole('button', { name: 'Receber', exact: true }).click();
    await dialog.getByRole('alert').filter({ hasText: '65,70' }).waitFor();
    const { body } = await shop.call.get(`/customers/${customerId}/statement`);
    assert.equal(body.items.length, 2);
  });

  it('takes a part, which settles the oldest first; the balance is that of the shop', async () => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Valor').fill('50,00');
    await dialog.getByLabel('Forma').selectOption({ label: 'Dinheiro' });
    await dialog.getByRole('button', { name: 'Receber', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { body: tab } = await shop.call.get(`/customers/${customerId}/tab`);
    assert.equal(tab.balanceMinor, 1570);
    await sees('balance', tab.balanceMinor);
    await sees('room', tab.roomMinor);
    assert.equal(await rowsOf('Em aberto, do mais antigo').count(), 1);
    const last = await rowsOf('Extrato').last().textContent();
    assert.match(last ?? '', /Pagamento · Dinheiro.*-R\$\s50,00.*R\$\s15,70/);
  });

  it('says that a customer is blocked once the limit is used up', async () => {
    await page.getByRole('button', { name: 'Mudar' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Limite do fiado').fill('15,70');
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(/Bloqueado/).waitFor();
    await sees('room', 0);
  });

  it('lets a seller take payments, and not set a limit', async function () {
    this.timeout(60_000);
    const theirs = await open(seller);
    await theirs.getByRole('link', { name }).click();
    await theirs.getByRole('button', { name: 'Receber pagamento' }).waitFor();
    assert.equal(await theirs.getByRole('button', { name: 'Corrigir saldo' }).count(), 0);
    await theirs.getByRole('button', { name: 'Mudar' }).click();
    const dialog = theirs.getByRole('dialog');
    assert.equal(await dialog.getByLabel('Limite do fiado').isDisabled(), true);
    await dialog.getByLabel('Telefone').fill('11 97777-6666');
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const { body } = await shop.call.get(`/customers/${customerId}`);
    assert.deepEqual([body.phone, body.tabLimitMinor], ['11 97777-6666', 1570]);
    await theirs.context().close();
  });

  for (const address of ['/customers', '/customers/:id']) {
    it(`is clean for axe at ${address}`, async function () {
      this.timeout(60_000);
      await page.goto(address.replace(':id', customerId));
      await page.getByRole('table').first().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        [],
      );
      assert.deepEqual(failures, []);
    });
  }
});
