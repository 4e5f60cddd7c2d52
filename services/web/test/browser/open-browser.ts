/** A real browser on a shop of its own, with the user interface as it is now. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import {
  removeDataDir,
  type ShopProcess,
  type ShopProcessOptions,
  startShopProcess,
} from '../../../../scripts/harness/shop-process.ts';
import { chromiumArguments } from '../../../../scripts/servers/chromium.ts';

const builder = fileURLToPath(new URL('../../../../scripts/build-web.ts', import.meta.url));

export interface OpenBrowser {
  browser: Browser;
  shop: ShopProcess;
  close(): Promise<void>;
}

/** `executablePath` is Chromium's, as `requireChromium` says; the options are the shop's. */
export async function openBrowser(
  executablePath: string,
  options: ShopProcessOptions = {},
): Promise<OpenBrowser> {
  await promisify(execFile)(process.execPath, [builder]);
  const shop = await startShopProcess(options);
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  return {
    browser,
    shop,
    async close() {
      await browser.close();
      await shop.stop();
      await removeDataDir(shop.dataDir);
    },
  };
}
