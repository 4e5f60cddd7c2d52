/**
 * How long it takes until one can work, over a slow line with a processor that is four times as slow: the log-in and the
 * till in a browser that has nothing yet, and the till on a device that was used before, beside a bare picture from the
 * same server. Prints JSON: milliseconds of each run, from the beginning of the navigation.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { type BrowserContext, chromium } from 'playwright-core';
import { removeDataDir, startShopProcess } from '../../../scripts/harness/shop-process.ts';
import { fast3g, openSlowLine } from '../../../scripts/harness/slow-line.ts';
import { chromiumArguments, findChromium } from '../../../scripts/servers/chromium.ts';

const runs = 3;
const slowdown = 4;
const owner = { name: 'Dona', email: 'dona@example.com', password: 'uma senha comprida' };

/** What one works with: it is there, and takes input. */
const emailField = 'input[type="email"]:enabled';
/** Only an open till can be paid at. */
const payKey = 'aside button:enabled';

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('Chromium is not installed');
const builder = fileURLToPath(new URL('../../../scripts/build-web.ts', import.meta.url));
await promisify(execFile)(process.execPath, [builder]);
const shop = await startShopProcess();
const line = await openSlowLine(shop.url, fast3g);
const browser = await chromium.launch({ executablePath, args: chromiumArguments });
try {
  await openTheTill();
  const results: Record<string, number[]> = { picture: [], logIn: [], till: [], warmTill: [] };
  for (let run = 0; run < runs; run += 1) {
    results.picture?.push(await inNewBrowser((context) => measure(context, '/icon.svg', 'svg')));
    results.logIn?.push(await inNewBrowser((context) => measure(context, '/', emailField)));
    await inNewBrowser(async (context) => {
      await logIn(context);
      results.till?.push(await measure(context, '/till', payKey));
      await settle(context);
      results.warmTill?.push(await measure(context, '/till', payKey));
    });
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
} finally {
  await browser.close();
  await line.close();
  await shop.stop();
  await removeDataDir(shop.dataDir);
}

async function openTheTill(): Promise<void> {
  const anonymous = createApiClient(shop.url);
  await anonymous.post('/auth/register', owner);
  const { email, password } = owner;
  const { body } = await anonymous.post('/auth/login', { email, password });
  const call = createApiClient(shop.url, body.accessToken);
  await call.post('/products', { sku: 'C5', name: 'Carvão', unit: 'un', priceMinor: 2190 });
  const { status } = await call.post('/tills', { register: '1', floatMinor: 5_000 });
  if (status !== 201) throw new Error(`the till was not opened: ${status}`);
}

async function inNewBrowser<Result>(
  work: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const viewport = { width: 1366, height: 768 };
  const context = await browser.newContext({ locale: 'pt-BR', viewport });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

/** Past the slow line: its cookie is the host's, whatever the port; nothing else of the app comes to the browser. */
async function logIn(context: BrowserContext): Promise<void> {
  const { email, password } = owner;
  const answer = await context.request.post(`${shop.url}/api/v1/auth/login`, {
    data: { email, password, session: 'cookie' },
  });
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`);
}

/** As it is left in the evening: the service worker has its files, and prices are on the device. */
async function settle(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${line.url}/till`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.getByText(/preços de/).waitFor();
  await page.close();
}

/** Until `selector` is there, its frame was drawn, and the page answers again. */
async function measure(context: BrowserContext, path: string, selector: string): Promise<number> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript(watch, selector);
  await page.goto(line.url + path, { waitUntil: 'commit' });
  const usable = await page.waitForFunction(() => Reflect.get(globalThis, 'usableAtMs'), null, {
    timeout: 60_000,
  });
  const took = Number(await usable.jsonValue());
  await page.close();
  return took;
}

/** In the browser. */
function watch(selector: string): void {
  const note = () => Reflect.set(globalThis, 'usableAtMs', performance.now());
  const look = () => {
    const isThere = document.querySelector(selector) !== null;
    requestAnimationFrame(isThere ? () => setTimeout(note) : look);
  };
  look();
}
