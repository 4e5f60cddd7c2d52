/** A shop of its own with the UI in front of it, a counter's products and people, and a browser. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { chromiumArguments } from '../../../scripts/servers/chromium.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('../../local/src/main.ts', import.meta.url));

export interface TillShop {
  url: string;
  browser: Browser;
  /** As the admin. */
  call: ReturnType<typeof createApiClient>;
  close(): Promise<void>;
}

export const admin = { email: 'dona@example.com', password: 'uma senha comprida', name: 'Dona' };
export const seller = { email: 'ana@example.com', password: 'outra senha longa', name: 'Ana' };

/** Builds the UI as it is, starts an empty shop and the browser at this path. */
export async function openTillShop(executablePath: string): Promise<TillShop> {
  const folder = await mkdtemp(join(tmpdir(), 'balcao-web-'));
  const outDir = join(folder, 'dist');
  await build({ root, logLevel: 'error', build: { outDir, sourcemap: false } });
  const shop = await startShop(join(folder, 'data'));
  const proxy = { '/api': shop.url, '/config': shop.url };
  const front = await preview({
    root,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', proxy },
  });
  const browser = await chromium.launch({ executablePath, args: chromiumArguments });
  return {
    url: addressOf(front.httpServer.address()),
    browser,
    call: await register(shop.url),
    async close() {
      await browser.close();
      await front.close();
      await shop.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startShop(dataDir: string) {
  const args = [program, '--port', '0', '--data', dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await new Promise<string>((resolve, reject) => {
    void ended.then(() => reject(new Error('the shop did not open')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (found !== null) resolve(found[0]);
    });
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function register(url: string) {
  const anonymous = createApiClient(url);
  await anonymous.post('/auth/register', admin);
  const { email, password } = admin;
  const { body } = await anonymous.post('/auth/login', { email, password });
  return createApiClient(url, body.accessToken);
}

function addressOf(address: ReturnType<import('node:net').Server['address']>): string {
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

const scannerPaceMs = 10;

/**
 * As a scanner does: a key every 10 ms by the events' own clock, however slow the machine is, without waiting for
 * what the page makes of them; then Enter.
 */
export async function scan(page: Page, code: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const startedAt = Date.now();
  const sent = [...code, 'Enter'].flatMap((key, index) => {
    const timestamp = (startedAt + index * scannerPaceMs) / 1000;
    const about = key === 'Enter' ? enterKey : characterKey(key);
    return [
      devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', timestamp, ...about }),
      devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', timestamp, ...about, text: '' }),
    ];
  });
  await Promise.all(sent);
  await devtools.detach();
}

const enterKey = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' };
const characterKey = (key: string) => ({
  key,
  code: /\d/.test(key) ? `Digit${key}` : '',
  windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0),
  text: key,
});

/** The label that a scale prints in the shop's layout, `2CCCC0TTTTTT`. */
export function labelOf(plu: string, totalMinor: number): string {
  const digits = `2${plu.padStart(4, '0')}0${String(totalMinor).padStart(6, '0')}`;
  const sum = [...digits].reduce(
    (all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
