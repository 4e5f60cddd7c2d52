/** A browser as a process of its own, on a profile that stays: it can be killed as a cut of power kills it. */
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { chromium, type Page } from 'playwright-core';

export interface KillableBrowser {
  page: Page;
  /** At once, by the process's id: nothing is written any more. */
  kill(): Promise<void>;
}

const flags = [
  'headless',
  'no-sandbox',
  'disable-gpu',
  'disable-quic',
  'no-first-run',
  'disable-background-networking',
  'disable-component-update',
  'disable-sync',
  'remote-debugging-port=0',
];

/** `program` is the path of Chromium. */
export async function startBrowser(program: string, profile: string): Promise<KillableBrowser> {
  const portFile = join(profile, 'DevToolsActivePort');
  await rm(portFile, { force: true });
  const args = [...flags.map((flag) => `--${flag}`), `--user-data-dir=${profile}`, 'about:blank'];
  // A group of its own, so that its helpers end with it.
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await eventually(async () => {
    const [found = ''] = (await readFile(portFile, 'utf8')).split('\n');
    if (found === '') throw new Error('no port yet');
    return found;
  });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the browser has no context');
  // The process has the machine's language; the tests read Portuguese.
  await context.addInitScript(() => {
    if (location.protocol !== 'about:') localStorage.setItem('balcao.language', 'pt-BR');
  });
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    async kill() {
      const { pid } = child;
      if (pid === undefined) throw new Error('the browser did not start');
      process.kill(-pid, 'SIGKILL');
      await ended;
    },
  };
}
