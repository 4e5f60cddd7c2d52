/** The sale on the screen: what is scanned, typed, put aside and taken up again, and how it looks. */
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { after, before, describe, it } from 'mocha';
import { type Cashier, seatCashier } from './cashier.ts';
import { goods, until } from './till-goods.ts';
import { labelOf, scan } from './till-scanner.ts';
import { seller } from './till-shop.ts';

describe('the sale on the screen', function () {
  // Each begins with the empty sale that the one before has left.
  this.bail(true);
  let cashier: Cashier;
  before(async function () {
    this.timeout(300_000);
    cashier = await seatCashier(this);
    await cashier.begin();
  });
  after(() => cashier?.shop.close());

  it('makes scans one right after the other lines of their own, or a quantity of two', async () => {
    const { page, press, sees, linesAre, isDone } = cashier;
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
    const { page, press, sees, linesAre } = cashier;
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
    const { page, press, lines, linesAre } = cashier;
    await scan(page, '7890000000017');
    await lines().getByText('Código 7890000000017 não cadastrado').waitFor();
    await page.evaluate(() => document.body.focus());
    await press('Enter');
    await page.getByText('Há um código não cadastrado na venda').waitFor();
    await press('Delete');
    await linesAre(0);
  });

  it('says of what there is not enough, and how much is left', async () => {
    const { shop, page, press, sees, linesAre } = cashier;
    const { body: stock } = await shop.call.get('/inventory/stock?q=Picanha');
    const { availableMilli } = stock.items[0];
    await page.keyboard.type('pican', { delay: 120 });
    await page.getByRole('option', { name: 'Picanha' }).waitFor();
    await press('Enter');
    await page.getByLabel('Peso em kg de Picanha').and(page.locator(':focus')).waitFor();
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

  it('puts a card without an answer aside and goes on; what became of it is found out', async () => {
    const { shop, page, press, linesAre, isDone, sees } = cashier;
    const orders = (url: URL) => url.pathname === '/api/v1/orders';
    const arrived: string[] = [];
    // The shop records the first, and its answer is lost; the second never comes there.
    await page.route(orders, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      if (arrived.length > 0) return route.fulfill({ status: 503, body: '' });
      arrived.push((await (await route.fetch()).json()).id);
      return route.abort();
    });
    for (const unsent of ['0 por enviar', '1 recusada']) {
      await scan(page, goods.salt.barcode);
      await linesAre(1);
      await press('F7');
      await page.getByRole('button', { name: 'Guardar e seguir' }).waitFor();
      await press('Escape');
      await linesAre(0);
      await page.getByTestId('network').filter({ hasText: unsent }).waitFor();
    }
    await page.unroute(orders);
    const [id] = arrived;
    assert.equal((await shop.call.get(`/orders/${id}`)).body.status, 'completed');
    await scan(page, goods.salt.barcode);
    await sees('total', '5,90');
    await press('Enter');
    await isDone('0,00');
  });

  it('puts a PIX aside that is waited for while the network drops', async () => {
    const { shop, page, press, linesAre } = cashier;
    await scan(page, goods.salt.barcode);
    await linesAre(1);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    await page.context().setOffline(true);
    await press('Escape');
    await page.getByRole('button', { name: 'Guardar e seguir' }).waitFor();
    await press('Escape');
    await linesAre(0);
    const network = page.getByTestId('network');
    await network.filter({ hasText: '1 por enviar' }).waitFor();
    const { body } = await shop.call.get('/orders?limit=1');
    await shop.call.post(`/orders/${body.items[0].id}/cancel`, {});
    await page.context().setOffline(false);
    await network.filter({ hasText: '2 recusadas' }).waitFor();
  });

  it('shows a price that has changed while the sale was open, and is paid at it', async () => {
    const { shop, page, press, sees, lines, linesAre, isDone } = cashier;
    await scan(page, goods.coal.barcode);
    await linesAre(1);
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
    await scan(page, goods.coal.barcode);
    await until(
      async () => (await page.getByTestId('total').textContent())?.includes('21,90') === true,
    );
    await press('Delete');
    await linesAre(0);
  });

  it('keeps the cart over a reload', async () => {
    const { page, sees, linesAre } = cashier;
    await scan(page, goods.coal.barcode);
    await scan(page, labelOf('1234', 1000));
    await linesAre(2);
    await page.reload();
    await linesAre(2);
    await sees('total', '31,90');
  });

  it('holds the sale and takes it up again with its customer, though an answer is lost', async () => {
    const { page, press, sees, linesAre, isDone, told } = cashier;
    await press('F9');
    await page.getByRole('button', { name: /Seu Zé/, pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Só ligar à venda' }).press('Enter');
    await told(/^Seu Zé/);
    await press('F11');
    await page.getByLabel(/Para reconhecer/).waitFor();
    await page.keyboard.type('Dona Rita');
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await linesAre(0);
    await press('F11');
    await page.getByRole('cell', { name: 'Dona Rita' }).waitFor();
    const lost = /orders\/[^/]+\/(resume|cancel)$/;
    await page.route(lost, async (route) => {
      await route.fetch();
      await route.abort();
    });
    const recall = page.getByRole('button', { name: 'Chamar' });
    await recall.press('Enter');
    await page.getByRole('dialog').getByText('A loja não respondeu').waitFor();
    await page.unroute(lost);
    await page.route(/orders\/[^/]+\/cancel$/, (route) => route.abort());
    // Another look shows what the shop holds no more.
    await press('Escape', 'F11');
    await recall.press('Enter');
    await linesAre(2);
    await sees('total', '31,90');
    await told(/^Seu Zé/);
    await page.unroute(/orders\/[^/]+\/cancel$/);
    await press('Enter');
    await isDone('0,00');
  });

  it('prints a receipt once, also when the till is left and shown again', async () => {
    const { page, press, linesAre, isDone } = cashier;
    const printed: string[] = [];
    page.on('request', (request) => {
      if (/\/receipt\?/.test(request.url())) printed.push(request.url());
    });
    await press('Control+p');
    await page.getByRole('dialog').locator('select').selectOption('window');
    await press('Escape');
    for (const count of [1, 2]) {
      await scan(page, goods.salt.barcode);
      await linesAre(1);
      await press('Enter');
      await isDone('0,00');
      await until(async () => printed.length === count);
      await page.evaluate(() => history.pushState(null, '', '/account/password'));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.goBack();
      await page.getByText('Caixa 1 · Ana · aberto').waitFor();
    }
  });

  it('sells on a device that keeps nothing, and says so', async () => {
    const { shop } = cashier;
    const device = await shop.browser.newContext({ locale: 'pt-BR', serviceWorkers: 'block' });
    await device.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('none', 'InvalidStateError');
      };
    });
    const page = await device.newPage();
    await page.goto(`${shop.url}/till`);
    await page.getByLabel('E-mail').fill(seller.email);
    await page.getByLabel('Senha').fill(seller.password);
    await page.keyboard.press('Enter');
    await page.getByText('Caixa 1 · Ana · aberto').waitFor();
    await page.getByText(/Este aparelho não está guardando/).waitFor();
    for (const key of ['Enter', 'F7']) {
      await scan(page, goods.coal.barcode);
      await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
      await page.keyboard.press(key);
      await page.getByTestId('change').filter({ hasText: '0,00' }).waitFor();
    }
    await device.close();
  });

  for (const language of ['pt-BR', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it(`is clean for axe and has a contrast of 7, in ${language}, ${theme}`, async function () {
        this.timeout(60_000);
        const { page } = cashier;
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

  it('fails nowhere', () => {
    assert.deepEqual(cashier.failures, []);
  });
});
