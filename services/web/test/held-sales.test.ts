/** A sale that is held: above a limit too, and never lost on its way to the shop and back. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cashierOf } from './cashier.ts';
import { goods } from './till-goods.ts';
import { scan } from './till-scanner.ts';
import { admin } from './till-shop.ts';

describe('a held sale', function () {
  const cashier = cashierOf(this);

  it('holds a sale above the limit of discounts with the approval of an administrator', async () => {
    const { page, press, sees, linesAre, told, rings } = cashier();
    await rings(goods.coal.barcode);
    await press('F4');
    await page.getByLabel(/Desconto/).waitFor();
    await page.keyboard.type('50%');
    await press('Enter');
    await sees('total', '10,95');
    await press('F11');
    await page.getByLabel(/Para reconhecer/).waitFor();
    await page.keyboard.type('Seu Raul');
    await press('Enter');
    await page.getByLabel('E-mail do administrador').waitFor();
    await page.keyboard.type(admin.email);
    await press('Tab');
    await page.keyboard.type(admin.password);
    await press('Tab');
    await page.keyboard.type('cliente antigo');
    const hold = (url: URL) => url.pathname.endsWith('/hold');
    await page.route(hold, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').waitFor();
    await scan(page, goods.salt.barcode);
    await told(/o produto não entrou na venda/);
    await page.unroute(hold);
    await dialog.getByRole('button', { name: 'Autorizar e segurar' }).click();
    await told(/A venda foi segurada/);
    await linesAre(0);
    await press('F11');
    await page.getByRole('cell', { name: 'Seu Raul' }).waitFor();
    await press('Escape');
  });

  it('loses no held sale whose answer is lost, or that comes late, nor a cart that is read at the second attempt', async () => {
    const { page, press, linesAre, sees, told, rings } = cashier();
    const resume = (url: URL) => url.pathname.endsWith('/resume');
    const row = page.getByRole('row').filter({ hasText: 'Dona Bia' });
    const recall = async () => {
      await press('F11');
      await row.getByRole('button').click();
    };
    const reload = async () => {
      await page.reload();
      await page.getByText('Caixa 1 · Ana · aberto').waitFor();
    };
    await rings(goods.salt.barcode);
    await press('F11');
    await page.getByLabel(/Para reconhecer/).waitFor();
    await page.keyboard.type('Dona Bia');
    await press('Enter');
    const closed = () => page.getByRole('dialog').waitFor({ state: 'detached' });
    await closed();
    await linesAre(0);
    await page.route(resume, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await recall();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.unroute(resume);
    await reload();

    const mayArrive = Promise.withResolvers<void>();
    await page.route(resume, async (route) => {
      await mayArrive.promise;
      await route.fallback();
    });
    await recall();
    await press('Escape');
    await closed();
    await rings(goods.coal.barcode);
    mayArrive.resolve();
    await told(/a que foi chamada espera/);
    await page.unroute(resume);
    await sees('total', '21,90');
    await press('Delete');
    await linesAre(0);
    await recall();
    await sees('total', '5,90');
    await closed();

    await page.addInitScript(() => {
      const { open } = IDBFactory.prototype;
      let hasFailed = false;
      IDBFactory.prototype.open = function (...named) {
        if (hasFailed || named[0] !== 'balcao-till') return open.apply(this, named);
        hasFailed = true;
        throw new DOMException('busy', 'UnknownError');
      };
    });
    await reload();
    await sees('total', '5,90');
    assert.equal(await page.getByText(/Este aparelho não está guardando/).count(), 0);
    await press('Delete');
    await linesAre(0);
  });

  it('fails nowhere', () => {
    assert.deepEqual(cashier().failures, []);
  });
});
