/** `npm run screenshots`: a picture of every screen, in both themes, on a desktop and on a phone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import {
  removeDataDir,
  type ShopProcess,
  startShopProcess,
} from '../../../../scripts/harness/shop-process.ts';
import { chromiumArguments, findChromium } from '../../../../scripts/servers/chromium.ts';
import { allRoutes } from '../../app/routes.ts';
import { demoAdmin, logIn } from '../browser/log-in.ts';
import { readAddresses } from '../browser/read-addresses.ts';
import { watchLoading } from '../browser/watch-loading.ts';

const usage = `npm run screenshots -- [options]

  --url URL        a shop that runs; default: one of its own with the demo's days, which takes minutes
  --days N         how many of them; default: 60
  --email, --password   of an admin there; default: the demo's
  --folder FOLDER  default: dist/screenshots
  --only TEXT      only screens whose address holds it
  --help           this text
`;

const viewports = {
  desktop: { viewport: { width: 1366, height: 768 } },
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  },
};
const themes = ['light', 'dark'];

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    email: { type: 'string', default: demoAdmin.email },
    password: { type: 'string', default: demoAdmin.password },
    days: { type: 'string', default: '60' },
    folder: { type: 'string', default: 'dist/screenshots' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) process.stdout.write(usage);
else await takeAll();

async function takeAll(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('Chromium is not installed: apt-get install chromium');
  const shop = options.url === undefined ? await startDemo() : undefined;
  const url = shop?.url ?? options.url ?? '';
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  try {
    const addresses = await wantedAddresses(browser, url);
    for (const [size, shape] of Object.entries(viewports)) {
      for (const theme of themes) {
        const context = await browser.newContext({ ...shape, ...common(url) });
        await context.addInitScript(`localStorage.setItem('balcao.theme', '${theme}')`);
        await takeFrom(context, addresses, join(options.folder, `${size}-${theme}`));
        await context.close();
      }
    }
  } finally {
    await browser.close();
    await shop?.stop();
    if (shop !== undefined) await removeDataDir(shop.dataDir);
  }
}

function startDemo(): Promise<ShopProcess> {
  return startShopProcess({ args: ['--demo', '--days', options.days] });
}

function common(baseURL: string) {
  const quiet = { reducedMotion: 'reduce', serviceWorkers: 'block' } as const;
  return { baseURL, locale: 'pt-BR', ...quiet };
}

/** The addresses of the app's own table; what stands for a parameter is taken from the shop. */
async function wantedAddresses(browser: Browser, url: string): Promise<string[]> {
  const context = await browser.newContext(common(url));
  const accessToken = await logIn(context, options);
  const addresses = await readAddresses(
    allRoutes.map(({ path }) => path),
    { url, accessToken },
  );
  await context.close();
  for (const { path } of allRoutes) {
    if (!addresses.has(path))
      process.stderr.write(`${path}: this shop has nothing to show there\n`);
  }
  return [...addresses.values()].filter((address) => address.includes(options.only));
}

async function takeFrom(
  context: BrowserContext,
  addresses: readonly string[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const page = await context.newPage();
  const settled = watchLoading(page);
  const take = async (address: string, name: string) => {
    await page.goto(address);
    await settled().catch((error: unknown) => process.stderr.write(`${address}: ${error}\n`));
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  };
  if (options.only === '') await take('/', 'log-in');
  await logIn(context, options);
  for (const address of addresses) {
    await take(address, address.slice(1).replaceAll(/[^\w-]+/g, '-'));
  }
  process.stdout.write(`${folder}: ${addresses.length} screens\n`);
}
