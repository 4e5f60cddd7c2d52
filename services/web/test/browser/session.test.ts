/** Protects: a person stays logged in over a reload and in every tab, no script can carry the session away, and it ends. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { BrowserContext, Page } from 'playwright-core';
import { type OpenBrowser, openBrowser } from './open-browser.ts';
import { requireChromium } from './require-chromium.ts';

const owner = { name: 'Dona Lúcia', email: 'lucia@loja.br', password: 'picanha na brasa' };

describe('a session in the browser', function () {
  this.timeout(300_000);
  let opened: OpenBrowser | undefined;
  let context: BrowserContext;
  let page: Page;
  /** What the policy refused, or a script failed with. */
  const refused: string[] = [];
  before(async function () {
    opened = await openBrowser(requireChromium(this));
    context = await opened.browser.newContext({ baseURL: opened.shop.url, locale: 'pt-BR' });
    page = await openPage();
  });
  after(() => opened?.close());

  async function openPage(): Promise<Page> {
    const made = await context.newPage();
    made.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    made.on('pageerror', (error) => refused.push(String(error)));
    return made;
  }
  const isIn = (inPage: Page) =>
    inPage.getByRole('button', { name: new RegExp(owner.name) }).waitFor();

  it('begins with the first admin', async () => {
    await page.goto('/account/password');
    await page.getByLabel('Seu nome').fill(owner.name);
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Senha', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Abrir a loja' }).click();
    await isIn(page);
  });

  it('is in no place that a script can read', async () => {
    const readable = await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      return JSON.stringify([
        document.cookie,
        { ...localStorage },
        { ...sessionStorage },
        databases.map(({ name }) => name),
      ]);
    });
    const cookies = await context.cookies(`${opened?.shop.url}/api/v1/auth/login`);
    assert.deepEqual(cookies.map(({ name }) => name).sort(), ['balcao-device', 'balcao-refresh']);
    for (const { httpOnly, sameSite, value } of cookies) {
      assert.deepEqual([httpOnly, sameSite], [true, 'Strict']);
      assert.equal(readable.includes(value), false);
    }
    assert.doesNotMatch(readable, /eyJ|token/i);
  });

  it('survives a reload, in every tab at once', async () => {
    const tabs = [page, await openPage(), await openPage()];
    for (const round of [1, 2]) {
      await Promise.all(tabs.map((tab) => tab.goto('/account/password')));
      await Promise.all(tabs.map(isIn)).catch((cause) => {
        throw new Error(`a tab was logged out in round ${round}`, { cause });
      });
    }
    await Promise.all(tabs.slice(1).map((tab) => tab.close()));
  });

  it('ends when the person leaves, and a reload does not bring it back', async () => {
    await page.getByRole('button', { name: new RegExp(owner.name) }).click();
    const answered = page.waitForResponse(/auth\/logout$/);
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    assert.equal((await answered).status(), 204);
    await page.reload();
    await page.getByRole('button', { name: 'Entrar' }).waitFor();
    const names = (await context.cookies(`${opened?.shop.url}/api/v1/auth/login`)).map(
      ({ name }) => name,
    );
    assert.deepEqual(names, ['balcao-device'], 'the device is still known');
  });

  async function logIn(): Promise<void> {
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Senha', { exact: true }).fill(owner.password);
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await isIn(page);
  }

  async function logOut(): Promise<void> {
    await page.getByRole('button', { name: new RegExp(owner.name) }).click();
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    await page.getByRole('button', { name: 'Entrar' }).waitFor();
  }

  async function hasEnded(): Promise<void> {
    const answered = page.waitForResponse(/auth\/refresh$/);
    await page.reload();
    assert.equal((await answered).status(), 401);
    await page.getByRole('button', { name: 'Entrar' }).waitFor();
  }

  it('ends without a network too: with the next answer, before anybody else is taken for them', async () => {
    await logIn();
    await context.setOffline(true);
    await logOut();
    await context.setOffline(false);
    await hasEnded();
  });

  it('ends where the shop had no time for it at first, and where the browser stores nothing', async () => {
    await logIn();
    const busy = { code: 'rate_limited', title: 'Too many requests' };
    await page.route(/auth\/logout$/, (route) => route.fulfill({ status: 429, json: busy }));
    await logOut();
    await page.unroute(/auth\/logout$/);
    await hasEnded();
    await logIn();
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    const left = page.waitForResponse(/auth\/logout$/);
    await logOut();
    assert.equal((await left).status(), 204);
    await hasEnded();
  });

  it('needs nothing that the policy refuses', () => {
    assert.deepEqual(refused, []);
  });
});
