/** Keeps the app's files on this device, so that it opens without a network. It touches nothing of the API. */
import type { WorkerFiles } from './worker-files.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __BALCAO_FILES: WorkerFiles };

/** Put in by the build (`build/service-worker-files.ts`): the files of this version, and a hash of them all. */
const { version, files } = self.__BALCAO_FILES;

const prefix = 'balcao-files-';
const cacheName = `${prefix}${version}`;
const shell = '/index.html';
/** Somebody waits for the till to open. */
const shellPatienceMs = 2_500;

/** Ends what this worker still waits for: browsers let it hold up the one that follows for minutes. */
let leaving = new AbortController();

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', ({ data }) => {
  if (data === 'activate') void self.skipWaiting();
  if (data !== 'leave') return;
  leaving.abort();
  leaving = new AbortController();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!pathname.startsWith('/api/')) event.respondWith(answerShell(request));
  } else if (files.includes(pathname) || pathname.startsWith('/assets/')) {
    event.respondWith(answerFile(request));
  }
});

async function fill(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Past the browser's own cache: a shell of the former version would name files that are gone.
  await cache.addAll(files.map((file) => new Request(file, { cache: 'reload' })));
}

/** The version before stays: a page of it may still load its parts. */
async function takeOver(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
  const former = names.filter((name) => name !== cacheName);
  await Promise.all(former.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A name with a hash never means anything else, so that whichever version has it will do. */
async function answerFile(request: Request): Promise<Response> {
  const kept = await caches.match(request, { cacheName });
  const { signal } = leaving;
  return kept ?? (await caches.match(request)) ?? fetch(request, { signal });
}

/** As the shop has it; as this device has it where the shop does not answer soon, or is ill. */
async function answerShell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(shell);
  try {
    const signal = AbortSignal.timeout(shellPatienceMs);
    const response = await fetch(request, kept === undefined ? {} : { signal });
    return response.status >= 500 ? (kept ?? response) : response;
  } catch (error) {
    if (kept === undefined) throw error;
    return kept;
  }
}
