/** The browser of the browser tests and of the screenshots: Chromium or Chrome, as it is installed. */
import { findProgram } from './server.ts';

/** `CHROMIUM`, or what is on PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM;
  const usual = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return findProgram(named ? [named] : usual);
}

/** Nothing but the page itself, and quick to start: no sandbox of its own, which containers and root do not have. */
export const chromiumArguments: string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
