/** What goes on beside the screens: the catalogue is kept up to date, kept sales are sent, the network is watched. */
import { renewSession, session } from '../session/session.ts';
import { hasServiceWorker, registerServiceWorker } from './app-update.ts';
import { refreshCatalogue } from './catalogue.ts';
import { startQueue } from './sale-queue.ts';
import { countSales } from './sale-store.ts';
import { noteAnswer, noteSilence, offlineState } from './state.ts';

const refreshEveryMs = 30_000;
const askEveryMs = 3_000;
/** The first one reads every file of the app: on a slow line the first screen would wait for them. */
const registerAfterMs = 1_000;

/** Called once, when the app is shown. */
export function startOffline(): void {
  // A browser that keeps nothing says so when a sale is to be kept.
  void countSales().catch(() => undefined);
  addEventListener('offline', noteSilence);
  addEventListener('online', () => void askShop());
  setInterval(() => {
    if (!offlineState.get().isOnline) void askShop();
  }, askEveryMs);
  startQueue();
  startRefreshing();
  // Where it cannot be registered the app works all the same, but needs the network to be loaded.
  const register = () => void registerServiceWorker().catch(() => undefined);
  // A new version that waits already is taken before anybody works here; one that is found later is offered.
  if (hasServiceWorker()) register();
  else setTimeout(register, registerAfterMs);
}

/** While the shop is silent it is asked for something small, by whoever is logged in or not. */
async function askShop(): Promise<void> {
  try {
    await fetch('/config', { cache: 'no-store', signal: AbortSignal.timeout(askEveryMs) });
    noteAnswer();
  } catch {
    noteSilence();
  }
}

/** When somebody has logged in, when the shop is back, and every half minute. */
function startRefreshing(): void {
  let wasReady = false;
  let isReading = false;
  const refresh = async () => {
    if (isReading || session.get().status !== 'signed-in') return;
    isReading = true;
    // What went wrong is seen by the time as of which prices are known.
    await refreshCatalogue().catch(() => undefined);
    isReading = false;
  };
  const look = () => {
    const { isOnline } = offlineState.get();
    const { status } = session.get();
    const isReady = isOnline && status === 'signed-in';
    if (isReady && !wasReady) void refresh();
    wasReady = isReady;
    // Whoever was here last still has to be confirmed; without an answer that is tried again when there is one.
    if (isOnline && status === 'unconfirmed') void renewSession().catch(() => undefined);
  };
  session.subscribe(look);
  offlineState.subscribe(look);
  setInterval(() => {
    if (offlineState.get().isOnline) void refresh();
  }, refreshEveryMs);
  look();
}
