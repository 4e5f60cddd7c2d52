/** What becomes of a sale whose payment has no answer, on a device that keeps sales and on one that keeps nothing. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cashierOf, openTillAgain } from './cashier.ts';
import { goods, until } from './till-goods.ts';
import { scan } from './till-scanner.ts';

const orders = (url: URL) => url.pathname === '/api/v1/orders';

describe('a payment without an answer', function () {
  const cashier = cashierOf(this);

  it('puts a card without an answer aside and goes on; what became of it is found out', async () => {
    const { shop, page, press, linesAre, isDone, sees, rings } = cashier();
    const arrived: string[] = [];
    // The shop records the first, and its answer is lost; the second never comes there.
    await page.route(orders, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      if (arrived.length > 0) return route.fulfill({ status: 503, body: '' });
      arrived.push((await (await route.fetch()).json()).id);
      return route.abort();
    });
    for (const unsent of ['0 por enviar', '1 recusada']) {
      await rings(goods.salt.barcode);
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
    const { shop, page, press, linesAre, rings } = cashier();
    await rings(goods.salt.barcode);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    const park = page.getByRole('button', { name: 'Guardar e seguir' });
    await page.context().setOffline(true);
    await press('Escape');
    await park.waitFor();
    await page.context().setOffline(false);
    // One lost answer is no reason to leave it to the customer.
    await page.getByRole('button', { name: 'Cancelar pagamento' }).click();
    await linesAre(1);
    await press('F6');
    await page.getByRole('img', { name: /Código PIX/ }).waitFor();
    await page.context().setOffline(true);
    await press('Escape');
    await park.waitFor();
    await press('Escape');
    await linesAre(0);
    const network = page.getByTestId('network');
    await network.filter({ hasText: '1 por enviar' }).waitFor();
    const { body } = await shop.call.get('/orders?limit=1');
    await shop.call.post(`/orders/${body.items[0].id}/cancel`, {});
    await page.context().setOffline(false);
    await network.filter({ hasText: '2 recusadas' }).waitFor();
  });

  it('offers no way to send an unpaid PIX as paid: its seller says how it was paid, or that nothing was sold', async () => {
    const { shop, page } = cashier();
    const sold = async () => (await shop.call.get('/orders?status=completed')).body.items.length;
    const before = await sold();
    await page
      .getByRole('link', { name: /recusadas/ })
      .first()
      .click();
    const unpaid = page
      .getByRole('table', { name: 'Recusadas' })
      .getByRole('row')
      .filter({ hasText: 'O pagamento não chegou.' });
    await unpaid.getByRole('button', { name: 'Corrigir' }).click();
    const payment = page.getByLabel('Pagamento');
    assert.deepEqual(await payment.locator('option').allTextContents(), [
      'Como o cliente pagou?',
      'Tudo em dinheiro',
      'Tudo no fiado',
      'Tudo no débito',
      'Tudo no crédito',
    ]);
    await page.getByRole('button', { name: 'Enviar corrigida' }).click();
    assert.equal(await payment.evaluate((field) => field.matches(':invalid')), true);
    await page.keyboard.press('Escape');
    assert.equal(await unpaid.getByRole('button', { name: 'Enviar de novo' }).count(), 0);
    await unpaid.getByRole('button', { name: 'Dar por resolvida' }).click();
    await page.getByLabel('Como foi resolvida').fill('desistiu da compra');
    await page.getByRole('button', { name: 'Dar por resolvida' }).last().click();
    const settled = page.getByRole('table', { name: 'Resolvidas à mão' });
    await settled.getByText('desistiu da compra').waitFor();
    assert.equal(await sold(), before);
    await page.goBack();
    await page.getByText('Caixa 1 · Ana · aberto').waitFor();
  });

  it('sells on a device that keeps nothing, and says so', async () => {
    const { shop } = cashier();
    const device = await shop.browser.newContext({ locale: 'pt-BR', serviceWorkers: 'block' });
    await device.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('none', 'InvalidStateError');
      };
    });
    const page = await device.newPage();
    await openTillAgain(page, shop.url);
    await page.getByText(/Este aparelho não está guardando/).waitFor();
    for (const key of ['Enter', 'F7']) {
      await scan(page, goods.coal.barcode);
      await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
      await page.keyboard.press(key);
      await page.getByTestId('change').filter({ hasText: '0,00' }).waitFor();
    }
    // An answer is lost: the sale may be there, so it is neither changed nor rung up anew, however often it fails.
    let sent = 0;
    await page.route(orders, async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      sent += 1;
      if (sent === 1) await route.fetch();
      return route.abort();
    });
    await scan(page, goods.coal.barcode);
    await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
    for (const attempt of [1, 2]) {
      await page.keyboard.press('Enter');
      await until(async () => sent === attempt);
      await page.getByRole('button', { name: 'Guardar e seguir' }).waitFor();
    }
    await page.unroute(orders);
    await page.keyboard.press('Enter');
    await page.getByTestId('change').filter({ hasText: '0,00' }).waitFor();
    await device.close();
  });

  it('fails nowhere', () => {
    assert.deepEqual(cashier().failures, []);
  });
});
