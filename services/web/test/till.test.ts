/** A cashier's day in a real browser, by the keyboard alone, against the real services. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type Cashier, seatCashier } from './cashier.ts';
import { openTillOnSlowLine } from './slow-line-till.ts';
import { goods, hostile, until } from './till-goods.ts';
import { labelOf, scan } from './till-scanner.ts';
import { admin } from './till-shop.ts';

describe('a day at the till', function () {
  // It goes on where it stopped: after a failure the rest would say nothing.
  this.bail(true);
  let cashier: Cashier;
  before(async function () {
    this.timeout(300_000);
    cashier = await seatCashier(this);
  });
  after(() => cashier?.shop.close());

  it('opens by keyboard alone: log in, count the float', async function () {
    this.timeout(60_000);
    await cashier.begin();
  });

  it('takes what was scanned as paid in cash, to the centavo, with one key', async () => {
    const { page, press, linesAre, isDone } = cashier;
    await scan(page, labelOf('1234', 5375));
    await scan(page, goods.coal.barcode);
    await linesAre(2);
    await press('Enter');
    await isDone('0,00');
  });

  it('takes cash with a tender in at most six keys, and shows the change in 44 px', async () => {
    const { page, press, rings, isDone } = cashier;
    await rings(goods.coal.barcode);
    const keys = ['F5', '5', '0', 'Enter'];
    assert.ok(keys.length <= 6);
    await press(...keys);
    await isDone('28,10');
    const size = await page.getByTestId('change').evaluate((it) => getComputedStyle(it).fontSize);
    assert.equal(size, '44px');
  });

  it('sells a weight by hand, found by its name, with what is left of it', async () => {
    const { page, press, sees, isDone } = cashier;
    await page.keyboard.type('pican', { delay: 120 });
    // What is left of it comes after it; without an answer the till goes on.
    await page.getByRole('option', { name: /Picanha.*há \d+,\d{3} kg/ }).waitFor();
    await press('Enter');
    await page.getByLabel('Peso em kg de Picanha').and(page.locator(':focus')).waitFor();
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
      const { page, press, linesAre, isDone } = cashier;
      await scan(page, goods.salt.barcode);
      await linesAre(1);
      await press(key);
      await isDone('0,00');
      const focused = await page.locator('ol:focus').count();
      assert.equal(focused, 0, 'the list of news has not taken the key too');
    });
  }

  it('turns green by itself when the PIX is paid', async () => {
    const { page, press, rings, isDone } = cashier;
    await rings(goods.coal.barcode);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    await page.getByRole('timer').waitFor();
    await page.getByRole('button', { name: 'Simular: cliente pagou' }).press('Enter');
    await isDone('0,00');
  });

  it('keeps the cart when a PIX is called off', async () => {
    const { page, press, sees, linesAre, isDone, rings } = cashier;
    await rings(goods.coal.barcode);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    await press('Escape');
    await sees('total', '21,90');
    await linesAre(1);
    await press('Enter');
    await isDone('0,00');
  });

  it('puts a sale on a tab, and shows a hostile name as text', async () => {
    const { page, press, lines, linesAre, isDone } = cashier;
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
    const { page, press, rings, isDone } = cashier;
    await rings(goods.coal.barcode);
    await press('F10');
    await page.getByTestId('left').waitFor();
    await press('1', '0', 'F5', 'F7');
    await isDone('0,00');
  });

  it("asks for an administrator above the seller's limit, and records the approval", async () => {
    const { shop, page, press, sees, rings, isDone } = cashier;
    await rings(goods.coal.barcode);
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

  it('refunds a line by the number of its receipt', async () => {
    const { page, press, told } = cashier;
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

  it('loses no key that is pressed before the code of its dialog is there', async () => {
    const { page, arrive, close } = await openTillOnSlowLine(cashier.shop, /cash-dialog/);
    await scan(page, goods.coal.barcode);
    await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
    for (const key of ['F5', '5', '0', '9', 'Backspace', 'Enter']) await page.keyboard.press(key);
    assert.equal(await page.getByRole('dialog').count(), 0);
    arrive();
    await page.getByTestId('change').filter({ hasText: '28,10' }).waitFor();
    await close();
  });

  it('moves the focus while the code of a dialog is on its way, and by Tab behind what waits in its order', async () => {
    const { page, arrive, close } = await openTillOnSlowLine(cashier.shop, /cash-dialog/);
    await scan(page, goods.coal.barcode);
    await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.tagName ?? 'BODY');
    const before = await focused();
    for (const key of ['F5', 'Tab']) await page.keyboard.press(key);
    assert.notEqual(await focused(), before);
    // The tender is left by Tab: what would change it meets a button, and Enter presses that.
    for (const key of ['5', '0', 'Tab', 'Backspace', 'Enter']) await page.keyboard.press(key);
    assert.equal(await page.getByRole('dialog').count(), 0);
    arrive();
    await page.getByTestId('change').filter({ hasText: '28,10' }).waitFor();
    await close();
  });

  it('takes cash out of the drawer', async () => {
    const { page, press, told } = cashier;
    await press('Control+m');
    await page.getByRole('button', { name: /Suprimento ou sangria/ }).waitFor();
    await press('1');
    await page.getByLabel('Valor').waitFor();
    await page.keyboard.type('50');
    await press('Enter');
    await told(/Sangria de .*50,00 registrado/);
  });

  it('closes blind, and shows the figures of the shop', async () => {
    const { shop, page, failures, press, sees } = cashier;
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
