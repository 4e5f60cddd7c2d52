/** The till on a device of the shop whose network can be cut: how a test opens it, and its list of unsent sales. */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'mocha';
import type { Locator, Page } from 'playwright-core';
import type { Person } from './browser/register-owner.ts';
import { requireChromium } from './browser/require-chromium.ts';
import { logIn, type OfflineShop, openOfflineShop } from './offline-shop.ts';

/** The shop of a suite: opened before its first test, closed after its last one. */
export function offlineShopOf(suite: Mocha.Suite): () => OfflineShop {
  suite.timeout(240_000);
  let shop: OfflineShop | undefined;
  before(async function () {
    shop = await openOfflineShop(requireChromium(this));
  });
  // Whatever fails in one test, the next one has a network.
  afterEach(() => shop?.front.mend());
  after(() => shop?.close());
  return () => {
    assert.ok(shop, 'the shop opens before the first test');
    return shop;
  };
}

/** The list of unsent sales, with the app's files and the catalogue on the device. */
export async function openUnsent(shop: OfflineShop, page: Page, person?: Person): Promise<void> {
  await page.goto(`${shop.front.url}/till/unsent`);
  await logIn(page, person);
  await page.getByText(/^Preços de/).waitFor();
  // It takes the page over when it has all files. Not by an async function: its promise would count as true.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** The till as it sells, with all that it needs without a network on the device. */
export async function openTill(shop: OfflineShop, page: Page): Promise<void> {
  await openUnsent(shop, page);
  await page.goto(`${shop.front.url}/till`);
  await page.getByText('Caixa 1 · Dona Rosa · aberto').waitFor();
}

export const allSent = (page: Page): Promise<void> => page.getByText('Tudo foi enviado.').waitFor();

export const rows = (page: Page, caption: string): Locator =>
  page.getByRole('table', { name: caption }).locator('tbody tr');
