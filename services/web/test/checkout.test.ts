/** From the total to the receipt: paid at the price that is shown, with nothing added meanwhile, printed once. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { cashierOf } from './cashier.ts';
import { goods, until } from './till-goods.ts';
import { scan, scanLate } from './till-scanner.ts';

const orders = (url: URL) => url.pathname === '/api/v1/orders';

describe('the payment of a sale', function () {
  const cashier = cashierOf(this);
  /** The sales whose receipts a browser was given to print, as the pages themselves say. */
  const printed: string[] = [];

  before(async () => {
    const { page } = cashier();
    await page.exposeFunction('tellPrinted', (text: string) => printed.push(text));
    await page.addInitScript(() => {
      const print = window.print.bind(window);
      window.print = () => {
        Reflect.get(window, 'tellPrinted')(document.body.textContent);
        print();
      };
    });
  });

  async function printsBy(printer: 'none' | 'window'): Promise<void> {
    const { page, press } = cashier();
    await press('Control+p');
    await page.getByRole('dialog').locator('select').selectOption(printer);
    await press('Escape');
  }

  it('shows a price that has changed while the sale was open, and is paid at it', async () => {
    const { shop, page, press, sees, lines, linesAre, isDone, rings } = cashier();
    await rings(goods.coal.barcode);
    const { body } = await shop.call.get('/products?q=Carv');
    const [{ id, version }] = body.items;
    const changed = { ...goods.coal, priceMinor: 2250, active: true };
    const put = await shop.call.put(`/products/${id}`, changed, { 'if-match': `"${version}"` });
    assert.equal(put.status, 200, JSON.stringify(put.body));
    const order = { lines: [{ code: goods.coal.barcode }], place: false };
    await until(async () => (await shop.call.post('/orders', order)).body.totalMinor === 2250);
    await sees('total', '21,90');
    await press('Enter');
    await page.getByText(/Os preços mudaram/).waitFor();
    await lines()
      .getByText(/o preço era R\$\s21,90/)
      .waitFor();
    await sees('total', '22,50');
    await press('Enter');
    await isDone('0,00');
    const again = await shop.call.get(`/products/${id}`);
    const back = { 'if-match': `"${again.body.version}"` };
    await shop.call.put(`/products/${id}`, { ...goods.coal, active: true }, back);
    await until(async () => (await shop.call.post('/orders', order)).body.totalMinor === 2190);
    await page.reload();
    await page.getByText('Caixa 1 · Ana · aberto').waitFor();
    // This device hears of it when it asks next.
    await until(async () => {
      await rings(goods.coal.barcode);
      const total = await page.getByTestId('total').textContent();
      await press('Delete');
      await linesAre(0);
      return total?.includes('21,90') === true;
    });
  });

  it('prints a receipt once, also when the till is left and shown again', async () => {
    const { page, press, rings, isDone } = cashier();
    const asked: string[] = [];
    page.on('request', (request) => {
      if (/\/receipt\?/.test(request.url())) asked.push(request.url());
    });
    await printsBy('window');
    for (const count of [1, 2]) {
      await rings(goods.salt.barcode);
      await press('Enter');
      await isDone('0,00');
      await until(async () => printed.length === count);
      await page.evaluate(() => history.pushState(null, '', '/account/password'));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.goBack();
      await page.getByText('Caixa 1 · Ana · aberto').waitFor();
    }
    // Left while it is being paid, it prints when it is shown again.
    const mayArrive = Promise.withResolvers<void>();
    await page.route(orders, async (route) => {
      await mayArrive.promise;
      await route.fallback();
    });
    await rings(goods.salt.barcode);
    const sending = page.waitForRequest((asked) => orders(new URL(asked.url())));
    await press('Enter');
    const request = await sending;
    await page.evaluate(() => history.pushState(null, '', '/account/password'));
    await page.getByRole('heading', { level: 1 }).waitFor();
    mayArrive.resolve();
    await request.response();
    await page.unroute(orders);
    await page.goBack();
    await isDone('0,00');
    await until(async () => printed.length >= 3);
    assert.equal(new Set(printed).size, 3, 'each once');
    assert.deepEqual([printed.length, asked.length], [3, 3]);
  });

  it('hears every key while a receipt is printed', async () => {
    const { page, press, rings, isDone } = cashier();
    await page.evaluate(() => {
      document.addEventListener(
        'keydown',
        ({ key }) => {
          if (key === 'Insert')
            document.body.dataset.heard = `${Number(document.body.dataset.heard ?? 0) + 1}`;
        },
        { capture: true },
      );
    });
    let pressed = 0;
    for (let sale = 0; sale < 5; sale += 1) {
      const before = printed.length;
      await rings(goods.salt.barcode);
      await press('Enter');
      for (; printed.length === before; pressed += 1) await press('Insert');
      await isDone('0,00');
    }
    assert.equal(await page.evaluate(() => Number(document.body.dataset.heard)), pressed);
    await printsBy('none');
  });

  it('takes nothing into the sale that is scanned behind a dialog, and says so', async () => {
    const { page, press, rings, isDone, told } = cashier();
    await rings(goods.salt.barcode);
    await press('F5');
    const tendered = page.getByLabel('Recebido');
    await tendered.waitFor();
    await scan(page, goods.coal.barcode);
    await told(/o produto não entrou na venda/);
    assert.equal(await tendered.inputValue(), '');
    await press('Enter');
    await isDone('0,00');
    await told(/^R\$\s5,90$/);
  });

  it('keeps a scan out of a field also where the machine hands its second half over late', async () => {
    const { page, press, rings, isDone, told } = cashier();
    await rings(goods.salt.barcode);
    await press('F5');
    const tendered = page.getByLabel('Recebido');
    await tendered.waitFor();
    await page.keyboard.type('9');
    await until(async () => (await tendered.inputValue()) === '9');
    await scanLate(page, goods.coal.barcode, async (firstHalf) => {
      await until(async () => (await tendered.inputValue()) === `9${firstHalf}`);
    });
    await told(/o produto não entrou na venda/);
    assert.equal(await tendered.inputValue(), '9');
    await press('Enter');
    await isDone('3,10');
  });

  it('fails nowhere', () => {
    assert.deepEqual(cashier().failures, []);
  });
});
