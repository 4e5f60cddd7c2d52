/** A bar code scanner in front of a browser, and the labels that a scale prints for it. */
import type { Page } from 'playwright-core';

const scannerPaceMs = 10;

/**
 * As a scanner does: a key every 10 ms by the events' own clock, however slow the machine is, without waiting for
 * what the page makes of them; then Enter.
 */
export const scan = (page: Page, code: string): Promise<void> =>
  pressAsScanner(page, [...code, 'Enter'], Date.now());

/** As a scanner at a machine that is busy in between: it hands the second half over when `isWaitedFor` resolves. */
export async function scanLate(
  page: Page,
  code: string,
  isWaitedFor: (firstHalf: string) => Promise<void>,
): Promise<void> {
  const half = Math.floor(code.length / 2);
  const startedAt = Date.now();
  await pressAsScanner(page, [...code.slice(0, half)], startedAt);
  await isWaitedFor(code.slice(0, half));
  const rest = [...code.slice(half), 'Enter'];
  await pressAsScanner(page, rest, startedAt + half * scannerPaceMs);
}

async function pressAsScanner(page: Page, keys: string[], startedAt: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const sent = keys.flatMap((key, index) => {
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
