/** From the first screen of a new shop to its first sale, in the steps of a person who reads what is on the screen. */
import type { Page } from 'playwright-core';
import { handsOn } from '../../web/test/browser/hands.ts';
import { scan } from '../../web/test/till-scanner.ts';
import type { Step } from './step.ts';

const barcode = '7891000100103';

export async function sellFirst(page: Page, url: string, step: Step): Promise<void> {
  const { field, press, confirm, row, sees } = handsOn(page);
  const goTo = (name: string) => page.getByRole('link', { name, exact: true }).click();

  await step('the owner registers', async () => {
    await page.goto(url);
    await field('Seu nome').fill('Rosa');
    await field('E-mail').fill('rosa@example.com');
    await field('Senha').fill('uma senha comprida');
    await press('Abrir a loja');
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  });
  await step('adds a product', async () => {
    await goTo('Produtos');
    await press('Novo produto');
    await field('Nome').fill('Carvão 5 kg');
    await field('SKU').fill('C5');
    await field('Vendido por').selectOption('un');
    await field('Preço').fill('21,90');
    await field('Código de barras').fill(barcode);
    await confirm('Salvar');
    await page.getByRole('heading', { level: 1, name: 'Carvão 5 kg' }).waitFor();
  });
  await step('receives a dozen of it', async () => {
    await goTo('Receber');
    await page.getByRole('combobox', { name: 'Produto' }).fill(barcode);
    await page.getByRole('combobox', { name: 'Produto' }).press('Enter');
    await page.getByLabel('Quantidade').fill('12');
    await page.getByLabel(/Custo por/).fill('9,50');
    await press('Dar entrada');
    await sees('1 linha entrou no estoque.');
    await goTo('Níveis');
    await row('Carvão 5 kg').getByText(/^12\b/).first().waitFor();
  });
  await step('opens a till', async () => {
    await goTo('Caixa');
    await field('Fundo de troco').fill('100,00');
    await page.keyboard.press('Enter');
    await sees('Caixa 1 · Rosa · aberto');
  });
  await step('scans it, is paid in cash, and the sale is made', async () => {
    await scan(page, barcode);
    await page.getByTestId('total').filter({ hasText: '21,90' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('change').filter({ hasText: '0,00' }).waitFor();
    await sees('Cupom 1');
  });
  await step('finds it among the sales', async () => {
    await page.goto(`${url}/sales`);
    await row('21,90').getByText('Concluída').waitFor();
  });
}
