/** A shop of its own and a browser in which its owner is logged in, for the tests of a subject's screens. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { type OpenBrowser, openBrowser } from './open-browser.ts';
import { type Person, registerOwner } from './register-owner.ts';
import { requireChromium } from './require-chromium.ts';

export const owner: Person = {
  name: 'Dona Rosa',
  email: 'dona@example.com',
  password: 'uma senha comprida',
};

/** Text that would do harm where it is not shown as text. */
export const hostile = '<img src=x onerror="document.title=\'owned\'">';

export interface Desk {
  url: string;
  /** Where the shop keeps its data. */
  dataDir: string;
  /** As the owner. */
  call: ApiClient;
  /** The owner's window. */
  page: Page;
  /** Another browser in which this person is logged in. */
  open(person: Person): Promise<Page>;
  /** Of every window: no script failed, the policy had nothing to refuse, no hostile name is at work. */
  assertUnharmed(): Promise<void>;
  close(): Promise<void>;
}

const slowestMs = 15_000;

/** For a suite's `before` hook; `env` is the shop's. */
export async function openDesk(suite: Mocha.Context, env?: Record<string, string>): Promise<Desk> {
  const opened = await openBrowser(requireChromium(suite), { env });
  try {
    return await enter(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function enter({ browser, shop, close }: OpenBrowser): Promise<Desk> {
  const { url, dataDir } = shop;
  const call = await registerOwner(url, owner);
  const pages: Page[] = [];
  const failures: string[] = [];
  const open = async (person: Person) => {
    const context = await browser.newContext({
      baseURL: url,
      locale: 'pt-BR',
      viewport: { width: 1366, height: 768 },
      // It would ask for every file once more.
      serviceWorkers: 'block',
    });
    await logIn(context, person);
    const page = await context.newPage();
    pages.push(page);
    page.setDefaultTimeout(slowestMs);
    page.on('pageerror', ({ message }) => failures.push(message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) failures.push(message.text());
    });
    return page;
  };
  return {
    url,
    dataDir,
    call,
    page: await open(owner),
    open,
    async assertUnharmed() {
      assert.deepEqual(failures, []);
      for (const page of pages) assert.notEqual(await page.title(), 'owned');
    },
    close,
  };
}

/** By the cookie that the log-in screen gets, which `session.test.ts` looks at. */
async function logIn({ request }: BrowserContext, { email, password }: Person): Promise<void> {
  const data = { email, password, session: 'cookie' };
  const answer = await request.post('/api/v1/auth/login', { data });
  assert.equal(answer.status(), 200, await answer.text());
}
