/** Protects: every screen can be used by everybody, in both languages and both themes, on a desktop and on a phone. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { BrowserContext, Page } from 'playwright-core';
import { languages } from '../app/i18n/language.ts';
import { allRoutes } from '../app/routes.ts';
import { logIn } from './browser/log-in.ts';
import { type OpenBrowser, openBrowser } from './browser/open-browser.ts';
import { leaveDialog, pressButton, readButtons } from './browser/open-dialogs.ts';
import { readAddresses } from './browser/read-addresses.ts';
import { requireChromium } from './browser/require-chromium.ts';
import {
  axeFaults,
  colourFaults,
  focusFaults,
  landmarkFaults,
  overflowFaults,
} from './browser/screen-faults.ts';
import { watchLoading } from './browser/watch-loading.ts';
import { fillCorners } from './fill-corners.ts';

const desktop = { width: 1366, height: 768 };
const phone = { width: 390, height: 844 };
/** The last seven days have a Monday, on which the demo counts its stock. */
const demo = ['--demo', '--days', '7'];

describe('every screen', function () {
  this.timeout(120_000);
  let opened: OpenBrowser | undefined;
  let context: BrowserContext;
  let page: Page;
  let addresses: Map<string, string>;
  let settled: () => Promise<void>;
  const complaints: string[] = [];

  before(async function () {
    this.timeout(300_000);
    opened = await openBrowser(requireChromium(this), { args: demo });
    const { url } = opened.shop;
    const quiet = { reducedMotion: 'reduce', serviceWorkers: 'block' } as const;
    context = await opened.browser.newContext({ baseURL: url, viewport: desktop, ...quiet });
    const accessToken = await logIn(context);
    await fillCorners(url, accessToken);
    const patterns = allRoutes.map(({ path }) => path);
    addresses = await readAddresses(patterns, { url, accessToken });
    page = await context.newPage();
    settled = watchLoading(page);
    page.on('console', (message) => {
      // A 401 is how the shop says that nobody is logged in.
      const isComplaint = message.type() === 'error' && !/status of 401/.test(message.text());
      if (isComplaint) complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
  });
  after(async function () {
    this.timeout(60_000);
    await opened?.close();
  });

  /** All that is wrong with the screen that the page shows now. */
  async function faults(): Promise<string[]> {
    await settled();
    const found = [...(await landmarkFaults(page)), ...(await focusFaults(page))];
    return [...found, ...(await looksFaults()), ...complaints.splice(0)];
  }

  /** Of what is on top of it too. */
  async function looksFaults(): Promise<string[]> {
    const found: string[] = [];
    await page.emulateMedia({ colorScheme: 'light' });
    found.push(...(await axeFaults(page)).map((fault) => `light: ${fault}`));
    await page.emulateMedia({ colorScheme: 'dark' });
    found.push(...(await colourFaults(page)).map((fault) => `dark: ${fault}`));
    await page.setViewportSize(phone);
    await settled();
    found.push(...(await overflowFaults(page)));
    await page.setViewportSize(desktop);
    return found;
  }

  async function speak(language: string): Promise<void> {
    await page.goto('/desk');
    await page.evaluate((chosen) => localStorage.setItem('balcao.language', chosen), language);
    await page.reload();
  }

  /** As the menu goes there: without loading the app again. */
  const goTo = (address: string) => page.evaluate((to) => history.pushState(null, '', to), address);

  for (const language of languages) {
    describe(`in ${language}`, () => {
      before(() => speak(language));

      for (const { path } of allRoutes) {
        it(`is for everybody: ${path}`, async () => {
          const address = addresses.get(path);
          assert.ok(address, 'read-addresses.ts knows nothing to show there');
          await goTo(address);
          assert.deepEqual(await faults(), []);
        });
      }

      it('is for everybody: the login', async () => {
        const cookies = await context.cookies();
        await context.clearCookies();
        await page.goto('/');
        assert.deepEqual(await faults(), []);
        await context.addCookies(cookies);
      });
    });
  }

  describe('opens dialogs', () => {
    const titles = new Set<string>();
    before(() => speak('pt-BR'));

    /** What these buttons open one after the other, and then what is in there. */
    async function explore(address: string, pressed: string[]): Promise<void> {
      const open = async () => {
        await leaveDialog(page);
        await goTo(address);
        await settled();
        let title: string | null = null;
        for (const name of pressed) title = await pressButton(page, name, settled);
        return title;
      };
      const title = await open();
      const isNew = title !== null && !titles.has(title);
      if (isNew) {
        titles.add(title);
        assert.deepEqual(await looksFaults(), [], `${title} (${pressed})`);
      }
      const names = isNew || pressed.length === 0 ? await readButtons(page) : [];
      for (const name of names) await explore(address, [...pressed, name]);
    }

    for (const { path } of allRoutes) {
      it(`that are for everybody: ${path}`, async function () {
        this.timeout(180_000);
        await explore(addresses.get(path) ?? path, []);
      });
    }

    it('of which there are many', () => {
      assert.ok(titles.size > 40, [...titles].join(', '));
    });
  });
});
