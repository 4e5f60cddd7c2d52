/** The sale on the screen: what is scanned, typed, put aside and taken up again, and how it looks. */
import assert from 'node:assert/strict';
import AxeBuilder from '@axe-core/playwright';
import { describe, it } from 'mocha';
import { cashierOf } from './cashier.ts';
import { goods } from './till-goods.ts';
import { labelOf, scan } from './till-scanner.ts';

describe('the sale on the screen', function () {
  const cashier = cashierOf(this);

  it('makes scans one right after the other lines of their own, or a quantity of two', async () => {
    const { page, press, sees, linesAre, isDone } = cashier();
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
    const { page, press, sees, linesAre } = cashier();
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
    const { page, press, lines, linesAre } = cashier();
    await scan(page, '7890000000017');
    await lines().getByText('Código 7890000000017 não cadastrado').waitFor();
    await page.evaluate(() => document.body.focus());
    await press('Enter');
    await page.getByText('Há um código não cadastrado na venda').waitFor();
    await press('Delete');
    await linesAre(0);
  });

  it('says of what there is not enough, and how much is left', async () => {
    const { shop, page, press, sees, linesAre } = cashier();
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

  it('keeps the cart over a reload', async () => {
    const { page, sees, linesAre } = cashier();
    await scan(page, goods.coal.barcode);
    await scan(page, labelOf('1234', 1000));
    await linesAre(2);
    await page.reload();
    await linesAre(2);
    await sees('total', '31,90');
  });

  it('holds the sale and takes it up again with its customer, though an answer is lost', async () => {
    const { page, press, sees, linesAre, isDone, told } = cashier();
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

  for (const language of ['pt-BR', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      it(`is clean for axe and has a contrast of 7, in ${language}, ${theme}`, async function () {
        this.timeout(60_000);
        const { page } = cashier();
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
    assert.deepEqual(cashier().failures, []);
  });
});
