/** `npm run screenshots`: a picture of every screen, in both themes, on a desktop and on a phone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { removeDataDir, startShopProcess } from '../../../../scripts/harness/shop-process.ts';
import { chromiumArguments, findChromium } from '../../../../scripts/servers/chromium.ts';
import { allRoutes } from '../../app/routes.ts';
import { readAddresses } from '../browser/read-addresses.ts';

const usage = `npm run screenshots -- [options]

  --url URL        a shop that runs; default: one of its own with the demo's 60 days, which takes minutes
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
const settledWithinMs = 20_000;

const { values: options } = parseArgs({
  options: {
    url: { type: 'string' },
    email: { type: 'string', default: 'marta@acougue.example' },
    password: { type: 'string', default: 'picanha na brasa' },
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
  const shop = options.url === undefined ? await startShopProcess({ args: ['--demo'] }) : undefined;
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

function common(baseURL: string) {
  const quiet = { reducedMotion: 'reduce', serviceWorkers: 'block' } as const;
  // Waiting for a condition is a script of Playwright's, which the app's policy refuses.
  return { baseURL, locale: 'pt-BR', bypassCSP: true, ...quiet };
}

/** The addresses of the app's own table; what stands for a parameter is taken from the shop. */
async function wantedAddresses(browser: Browser, url: string): Promise<string[]> {
  const context = await browser.newContext(common(url));
  const accessToken = await logIn(context);
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

async function logIn({ request }: BrowserContext): Promise<string> {
  const { email, password } = options;
  const data = { email, password, session: 'cookie' };
  const answer = await request.post('/api/v1/auth/login', { data });
  if (!answer.ok())
    throw new Error(`the login was answered ${answer.status()}: ${await answer.text()}`);
  return z.object({ accessToken: z.string() }).parse(await answer.json()).accessToken;
}

async function takeFrom(
  context: BrowserContext,
  addresses: readonly string[],
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const page = await context.newPage();
  if (options.only === '') await take(page, { address: '/', path: join(folder, 'log-in.png') });
  await logIn(context);
  for (const address of addresses) {
    const name = address.slice(1).replaceAll(/[^\w-]+/g, '-');
    await take(page, { address, path: join(folder, `${name}.png`) });
  }
  process.stdout.write(`${folder}: ${addresses.length} screens\n`);
}

/** When the heading is there and nothing is being loaded any more. */
async function take(
  page: Page,
  { address, path }: { address: string; path: string },
): Promise<void> {
  await page.goto(address);
  const timeout = settledWithinMs;
  const isSettled = `document.querySelector('main, h1') !== null
    && !/Carregando…/.test(document.body.innerText)`;
  await page.waitForFunction(isSettled, undefined, { timeout }).catch(() => {
    process.stderr.write(`${address}: still loading after ${timeout / 1000} s\n`);
  });
  // Two frames: what came with the last answer is drawn.
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
  );
  await page.screenshot({ path, fullPage: true });
}
