/**
 * `npm run prove -- first-sale`: a stranger's way from `git clone` to the first sale, without anything that this machine
 * has kept of the project, step by step with its seconds. Ends with 1 where a step fails, or all take too long.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumArguments, findChromium } from '../../../scripts/servers/chromium.ts';
import { removeAtEnd } from '../../local/src/guard.ts';
import { sellFirst } from './sell-first.ts';
import { printSeconds, step } from './step.ts';
import { type StrangerShop, startStrangerShop, strangerEnvironment } from './stranger-shop.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const longestMs = 5 * 60_000;

const executablePath = findChromium();
if (executablePath === undefined)
  throw new Error('Chromium is not installed: apt-get install chromium');

const startedAt = performance.now();
const home = await mkdtemp(join(tmpdir(), 'balcao-stranger-'));
removeAtEnd(home);
// As the folders of a person's home are: embedded PostgreSQL may run under an account of its own.
await chmod(home, 0o755);
await goAllTheWay(executablePath);
const tookMs = performance.now() - startedAt;
printSeconds('in all', tookMs);
if (tookMs > longestMs) throw new Error(`more than ${longestMs / 60_000} minutes`);

async function goAllTheWay(executablePath: string): Promise<void> {
  const folder = join(home, 'balcao');
  const env = strangerEnvironment(project, join(home, 'home'));
  await mkdir(join(home, 'home'));
  const clone = ['clone', '--quiet', '--no-local', project, folder];
  await step('git clone', () => promisify(execFile)('git', clone, { env }));
  const shop = startStrangerShop(folder, env);
  try {
    await sell(executablePath, await untilOpen(shop));
  } finally {
    await shop.stop();
  }
}

async function untilOpen(shop: StrangerShop): Promise<string> {
  await step('npm start: what it depends on is downloaded', () => shop.says(/Building the user/));
  await step('… the user interface is built', () => shop.says(/starting PostgreSQL/));
  await step('… PostgreSQL and the services are started', () => shop.says(/Balcão is open/));
  const [, url = ''] = await shop.says(/address\s+(http:\/\/[^/]+)/);
  return url;
}

async function sell(executablePath: string, url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  try {
    const page = await browser.newPage({
      locale: 'pt-BR',
      viewport: { width: 1366, height: 768 },
    });
    page.setDefaultTimeout(30_000);
    await sellFirst(page, url, step).catch(async (cause) => {
      throw new Error(`the page shows: ${await page.textContent('main')}`, { cause });
    });
  } finally {
    await browser.close();
  }
}
