/** A shop of its own with a browser in front of it, for the tests of the counter. */
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser/open-browser.ts';
import { registerOwner } from './browser/register-owner.ts';

export interface TillShop {
  url: string;
  browser: Browser;
  /** As the admin. */
  call: ApiClient;
  close(): Promise<void>;
}

export const admin = { email: 'dona@example.com', password: 'uma senha comprida', name: 'Dona' };
export const seller = { email: 'ana@example.com', password: 'outra senha longa', name: 'Ana' };

/** Starts an empty shop, with the UI as it is, and the browser at this path. */
export async function openTillShop(executablePath: string): Promise<TillShop> {
  const { browser, shop, close } = await openBrowser(executablePath);
  return { url: shop.url, browser, call: await registerOwner(shop.url, admin), close };
}
