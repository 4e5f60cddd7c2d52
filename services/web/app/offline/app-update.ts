/** The service worker from the page's side: registered, and asked to make way for a new version when somebody says so. */
import { createStore } from '../store.ts';

export interface AppUpdate {
  /** A new version is here and waits. */
  isReady: boolean;
}

export const appUpdate = createStore<AppUpdate>({ isReady: false });

const file = '/service-worker.js';
/** A till stays open for days. */
const lookEveryMs = 900_000;
/** The version before may be busy all the same. */
const longestTakeOverMs = 8_000;
let registration: ServiceWorkerRegistration | undefined;

/** Whether this page has one from before. */
export const hasServiceWorker = (): boolean =>
  'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;

/** Called once, when the app is shown or soon after; does nothing where there is no secure context (plain http). */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  const found = await navigator.serviceWorker.register(file, { updateViaCache: 'none' });
  registration = found;
  // The page has only been loaded, and is the new version already.
  found.waiting?.postMessage('activate');
  const note = () => {
    // Without a controller it is the first version: there is none to make way.
    const isReady = found.waiting !== null && navigator.serviceWorker.controller !== null;
    appUpdate.set({ isReady });
  };
  const follow = () => found.installing?.addEventListener('statechange', note);
  found.addEventListener('updatefound', follow);
  follow();
  note();
  setInterval(() => void found.update().catch(() => undefined), lookEveryMs);
}

/**
 * The new version takes over and the page is loaded anew; the till's cart is kept on the device, so it is there
 * again. Does nothing where no new version waits.
 */
export function applyUpdate(): void {
  const waiting = registration?.waiting;
  if (waiting == null) return;
  // Loaded anew, the page asks whoever still waits to take over.
  const timer = setTimeout(() => location.reload(), longestTakeOverMs);
  const reload = () => {
    clearTimeout(timer);
    location.reload();
  };
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
  navigator.serviceWorker.controller?.postMessage('leave');
  waiting.postMessage('activate');
}
