/** A till on a device of its own, where part of the app's code is on its way until a test lets it arrive. */
import type { Page } from 'playwright-core';
import { openTillAgain } from './cashier.ts';
import type { TillShop } from './till-shop.ts';

interface SlowLineTill {
  page: Page;
  arrive(): void;
  close(): Promise<void>;
}

/** `late` is in the address of what is held up. */
export async function openTillOnSlowLine(
  { browser, url }: TillShop,
  late: RegExp,
): Promise<SlowLineTill> {
  const device = await browser.newContext({ locale: 'pt-BR', serviceWorkers: 'block' });
  const page = await device.newPage();
  const line = Promise.withResolvers<void>();
  await page.route(late, async (route) => {
    await line.promise;
    await route.continue();
  });
  await openTillAgain(page, url);
  return { page, arrive: line.resolve, close: () => device.close() };
}
