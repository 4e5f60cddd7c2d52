/** A cashier at the till of a shop of its own: what she presses, and what the till then shows. */
import type { Locator, Page } from 'playwright-core';
import { requireChromium } from './browser/require-chromium.ts';
import { stockTill, until } from './till-goods.ts';
import { openTillShop, seller, type TillShop } from './till-shop.ts';

export interface Cashier {
  shop: TillShop;
  page: Page;
  /** What a script failed with. */
  failures: string[];
  press(...keys: string[]): Promise<void>;
  /** The part of the till with this test id shows it. */
  sees(id: string, text: string | RegExp): Promise<void>;
  lines(): Locator;
  linesAre(count: number): Promise<void>;
  /** A message is there twice for a moment: once to be seen, once to be read out. */
  told(text: RegExp): Promise<void>;
  /** The sale is over, and this much is given back. */
  isDone(changeText: string): Promise<void>;
  /** Logs in and opens the till, by the keyboard alone. */
  begin(): Promise<void>;
}

/** For a suite's `before` hook; the shop has the goods and people of a counter. */
export async function seatCashier(suite: Mocha.Context): Promise<Cashier> {
  const shop = await openTillShop(requireChromium(suite));
  await stockTill(shop);
  const context = await shop.browser.newContext({
    locale: 'pt-BR',
    viewport: { width: 1366, height: 768 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const failures: string[] = [];
  page.on('pageerror', ({ message }) => failures.push(message));

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const sees = (id: string, text: string | RegExp) =>
    page.getByTestId(id).filter({ hasText: text }).waitFor();
  const lines = () => page.getByRole('region', { name: 'Venda' }).getByRole('listitem');
  const linesAre = (count: number) => until(async () => (await lines().count()) === count);
  return {
    ...{ shop, page, failures, press, sees, lines, linesAre },
    told: (text) => page.getByText(text).first().waitFor(),
    async isDone(changeText) {
      await sees('change', changeText);
      await linesAre(0);
    },
    async begin() {
      await page.goto(shop.url);
      await page.getByLabel('E-mail').waitFor();
      await page.keyboard.type(seller.email);
      await press('Tab');
      await page.keyboard.type(seller.password);
      await press('Enter');
      await page.getByLabel('Fundo de troco').waitFor();
      await page.keyboard.type('100,00');
      await press('Enter');
      await page.getByText('Caixa 1 · Ana · aberto').waitFor();
    },
  };
}
