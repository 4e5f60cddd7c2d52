/** Draws `public/icon.svg` as the PNG files that phones want: `node services/web/build/draw-icons.ts`, after it has changed. */
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { chromiumArguments, findChromium } from '../../../scripts/servers/chromium.ts';

const folder = new URL('../public/', import.meta.url);
const background = '#b3261e';

/** `share`: how much of the side the picture takes. What is cut to a shape by the phone needs a margin and no corners. */
const icons = [
  { file: 'icon-192.png', side: 192, share: 1, color: 'transparent' },
  { file: 'icon-512.png', side: 512, share: 1, color: 'transparent' },
  { file: 'icon-maskable-512.png', side: 512, share: 0.8, color: background },
  { file: 'apple-touch-icon.png', side: 180, share: 0.9, color: background },
];

const executablePath = findChromium();
if (executablePath === undefined) throw new Error('Chromium is not installed');
const picture = await readFile(new URL('icon.svg', folder), 'utf8');
const browser = await chromium.launch({ executablePath, args: chromiumArguments });
try {
  for (const { file, side, share, color } of icons) {
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    const style = `margin:${(side * (1 - share)) / 2}px;background:${color}`;
    const size = `style="display:block;width:${side * share}px"`;
    await page.setContent(`<body style="${style}">${picture.replace('<svg', `<svg ${size}`)}`);
    await writeFile(new URL(file, folder), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
