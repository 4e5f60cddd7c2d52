/**
 * How long it takes from a scan's Enter to its line on the screen, with 20,000 products on the device, beside a bare
 * insertion into the same page. Prints JSON: milliseconds of each scan.
 */
import type { Page } from 'playwright-core';
import { findChromium } from '../../../scripts/servers/chromium.ts';
import { admin, openTillShop, type TillShop } from './till-shop.ts';

const productCount = 20_000;
/** As many as a sale may have lines. */
const scanCount = 200;

const program = findChromium();
if (program === undefined) throw new Error('Chromium is not installed: apt-get install chromium');
const shop = await openTillShop(program);
try {
  await importProducts(shop);
  const page = await openTill(shop);
  const codes = Array.from({ length: scanCount }, (_none, n) => barcodeOf(1 + n * 99));
  const scans = await page.evaluate(measureScans, codes);
  const bare = await page.evaluate(measureBare, scanCount);
  process.stdout.write(`${JSON.stringify({ scans, bare })}\n`);
} finally {
  await shop.close();
}

function barcodeOf(n: number): string {
  const digits = `789${String(n).padStart(9, '0')}`;
  const sum = [...digits].reduce(
    (all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

async function importProducts({ call }: TillShop): Promise<void> {
  const header = 'sku;name;category;unit;price;cost;plu;barcode;shelfLifeDays\n';
  const rows = Array.from({ length: productCount }, (_none, index) => {
    const n = index + 1;
    return `P${n};Produto número ${n};Categoria ${n % 40};un;${n % 90},90;;;${barcodeOf(n)};\n`;
  });
  const { status, body } = await call.post('/products/import', header + rows.join(''), {
    'content-type': 'text/csv',
  });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}

async function openTill({ url, browser }: TillShop): Promise<Page> {
  const page = await browser.newPage({ locale: 'pt-BR', viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Senha').fill(admin.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => address.pathname !== '/');
  await page.goto(`${url}/till`);
  await page.getByLabel('Fundo de troco').fill('100');
  await page.keyboard.press('Enter');
  await page.getByText(/aberto/).waitFor();
  await page.getByText(/preços de/).waitFor();
  return page;
}

/** In the browser: until the frame that shows the line has begun to be drawn. */
async function measureScans(codes: string[]): Promise<number[]> {
  const took: number[] = [];
  const lines = () => document.querySelectorAll('li[data-key]').length;
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const press = (key: string) =>
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  for (const code of codes) {
    const before = lines();
    for (const key of code) press(key);
    const beganAt = performance.now();
    press('Enter');
    while (lines() === before) await nextFrame();
    await nextFrame();
    took.push(performance.now() - beganAt);
  }
  return took;
}

/** In the browser: the same list, filled by nothing but the DOM. */
async function measureBare(count: number): Promise<number[]> {
  const took: number[] = [];
  const list = document.createElement('ol');
  document.body.append(list);
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let n = 0; n < count; n += 1) {
    const beganAt = performance.now();
    const line = document.createElement('li');
    line.textContent = `Produto número ${n} 1 un × 9,90 9,90`;
    list.append(line);
    await nextFrame();
    await nextFrame();
    took.push(performance.now() - beganAt);
  }
  list.remove();
  return took;
}
