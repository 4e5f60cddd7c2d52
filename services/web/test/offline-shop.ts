/** A shop with a till that is open, the app in front of it, and a network in between that can be cut. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { build } from 'vite';
import { startShopProcess } from '../../../scripts/harness/shop-process.ts';
import type { Sale } from '../app/offline/submit-sale.ts';
import { type Person, registerOwner } from './browser/register-owner.ts';
import { type KillableBrowser, startBrowser } from './offline-browser.ts';
import { type Front, openFront } from './offline-front.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const owner: Person = {
  email: 'dona@example.com',
  password: 'uma senha comprida',
  name: 'Dona Rosa',
};

export interface OfflineShop {
  front: Front;
  call: ApiClient;
  productId: string;
  tillId: string;
  /** A browser on the profile `name`; started again on it, it finds what was kept there. */
  browse(name: string): Promise<KillableBrowser>;
  /** A sale of one piece at 21.90, paid in cash. */
  newSale(fields?: Partial<Sale>): Sale;
  close(): Promise<void>;
}

/** Builds the app as it is, with a door for the tests, and opens the shop; `executablePath` is that of Chromium. */
export async function openOfflineShop(executablePath: string): Promise<OfflineShop> {
  const folder = await mkdtemp(join(tmpdir(), 'balcao-offline-'));
  await chmod(folder, 0o711);
  const outDir = join(folder, 'dist');
  await buildApp(outDir);
  const shop = await startShopProcess({ dataDir: join(folder, 'data') });
  const call = await registerOwner(shop.url, owner);
  const front = await openFront(outDir, shop.url);
  const started: KillableBrowser[] = [];
  const coal = { sku: 'C5', name: 'Carvão 5 kg', unit: 'un', priceMinor: 2190, plu: '7' };
  const productId = (await call.post('/products', coal)).body.id;
  const tillId = (await call.post('/tills', { register: '1', floatMinor: 5_000 })).body.id;
  return {
    front,
    call,
    productId,
    tillId,
    async browse(name) {
      const browser = await startBrowser(executablePath, join(folder, name));
      started.push(browser);
      return browser;
    },
    newSale: (fields = {}) => ({
      id: uuid(),
      tillId,
      lines: [
        { productId, quantityMilli: 1000, unitPriceMinor: 2190, labelCode: null, name: coal.name },
      ],
      discountMinor: 0,
      totalMinor: 2190,
      payments: [{ method: 'cash', amountMinor: 2190 }],
      ...fields,
    }),
    async close() {
      for (const browser of started) await browser.kill().catch(() => undefined);
      await front.close();
      await shop.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The door shares its modules with the app: what it submits, the app's own queue sends. */
async function buildApp(outDir: string): Promise<void> {
  await build({
    root,
    logLevel: 'error',
    build: {
      outDir,
      sourcemap: false,
      rolldownOptions: {
        input: {
          index: join(root, 'index.html'),
          worker: join(root, 'app/offline/service-worker.ts'),
          harness: join(root, 'test/offline-harness.ts'),
        },
        preserveEntrySignatures: 'strict',
        output: {
          entryFileNames: ({ name }) => {
            const fixed: Record<string, string> = {
              worker: 'service-worker',
              harness: 'assets/harness',
            };
            return `${fixed[name] ?? 'assets/[name]-[hash]'}.js`;
          },
        },
      },
    },
  });
}

/** On the log-in screen, or in the dialog that asks for the password again; the owner, unless somebody else is named. */
export async function logIn(page: Page, person: Person = owner): Promise<void> {
  const email = page.getByLabel('E-mail');
  if (await email.isEditable()) await email.fill(person.email);
  await page.getByLabel('Senha').fill(person.password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

/** Submits sales one after the other, as the till does, and says what became of each. */
export function submit(page: Page, sales: Sale[]): Promise<string[]> {
  return page.evaluate(async (given) => {
    const file = '/assets/harness.js';
    const { submitSale } = (await import(file)).door;
    const outcomes: string[] = [];
    for (const sale of given) {
      const { status } = await submitSale(sale).catch((error: Error) => ({
        status: String(error),
      }));
      outcomes.push(status);
    }
    return outcomes;
  }, sales);
}
