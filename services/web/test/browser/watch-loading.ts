/** Tells when a screen is there as it stays: its heading is, nothing is asked of the shop any more, all is drawn. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import type { Page, Request } from 'playwright-core';

const longestMs = 20_000;
/** It is open for as long as the page is. */
const isStream = (request: Request) => request.headers().accept === 'text/event-stream';

/** Begins before the page loads; each call of what it answers waits, and throws after 20 seconds. */
export function watchLoading(page: Page): () => Promise<void> {
  const asked = new Set<Request>();
  page.on('request', (request) => !isStream(request) && asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  const isQuiet = async () => {
    await twoFrames(page);
    assert.deepEqual(
      [...asked].map((request) => request.url()),
      [],
      'is being waited for',
    );
    assert.equal(await page.evaluate(whatLoads), null);
  };
  return () => eventually(isQuiet, longestMs);
}

/** What came with the last answer is drawn. */
const twoFrames = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );

function whatLoads(): string | null {
  if (document.querySelector('figure [role=img]:empty') !== null) return 'a chart is on its way';
  const said = [...document.querySelectorAll('[role=status]')].map((it) => it.textContent);
  if (document.querySelector('h1') === null) return 'there is no heading';
  return said.find((text) => /^(Carregando|Loading)…$/.test(text ?? '')) ?? null;
}
