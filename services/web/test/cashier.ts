/** A cashier at the till of a shop of its own: what she presses, and what the till then shows. */
import assert from 'node:assert/strict';
import { after, before } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import { requireChromium } from './browser/require-chromium.ts';
import { stockTill, until } from './till-goods.ts';
import { scan } from './till-scanner.ts';
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
  /** Scans the first line of a sale. */
  rings(code: string): Promise<void>;
  /** A message is there twice for a moment: once to be seen, once to be read out. */
  told(text: RegExp): Promise<void>;
  /** The sale is over, and this much is given back. */
  isDone(changeText: string): Promise<void>;
  /** Logs in and opens the till, by the keyboard alone. */
  begin(): Promise<void>;
}

/** For a suite whose tests each begin with the empty sale that the one before has left, at a till that is open. */
export function cashierOf(suite: Mocha.Suite): () => Cashier {
  suite.bail(true);
  let cashier: Cashier | undefined;
  before(async function () {
    this.timeout(300_000);
    cashier = await seatCashier(this);
    await cashier.begin();
  });
  after(() => cashier?.shop.close());
  return () => {
    assert.ok(cashier, 'the cashier comes before the first test');
    return cashier;
  };
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
    async rings(code) {
      await scan(page, code);
      await linesAre(1);
    },
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

/** On another device, where the seller logs in and finds her till open. */
export async function openTillAgain(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/till`);
  await page.getByLabel('E-mail').fill(seller.email);
  await page.getByLabel('Senha').fill(seller.password);
  await page.keyboard.press('Enter');
  await page.getByText('Caixa 1 · Ana · aberto').waitFor();
}
