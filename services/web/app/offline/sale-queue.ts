/** Sends the kept sales in the order in which they happened, by one tab at a time, until none is left. */
import { isAtWork, session } from '../session/session.ts';
import { type KeptSale, senderOf } from './kept-sale.ts';
import { inOneTab } from './one-tab.ts';
import { readSales } from './sale-store.ts';
import { type SendOutcome, sendSale } from './send-sale.ts';
import { offlineState } from './state.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

let pauseMs = firstPauseMs;
let timer: ReturnType<typeof setTimeout> | undefined;
let isSending = false;
let isWoken = false;

/** Sends at once what waits; called when something is new: a sale, the network, a session. */
export function wakeQueue(): void {
  pauseMs = firstPauseMs;
  void sendAll();
}

/** From now on kept sales are sent whenever the shop answers and their seller is logged in. */
export function startQueue(): void {
  let readyFor: string | undefined;
  const look = () => {
    const isReady = offlineState.get().isOnline && isAtWork(session.get());
    const sender = isReady ? session.get().user?.id : undefined;
    if (sender !== undefined && sender !== readyFor) wakeQueue();
    readyFor = sender;
  };
  offlineState.subscribe(look);
  session.subscribe(look);
  look();
}

async function sendAll(): Promise<void> {
  isWoken = true;
  if (isSending) return;
  isSending = true;
  clearTimeout(timer);
  let isLeft = true;
  while (isWoken) {
    isWoken = false;
    isLeft = await sendOnce().catch(() => true);
  }
  isSending = false;
  if (isLeft) sendLater();
}

/** Whether something is left; while another tab sends, that is not known. */
async function sendOnce(): Promise<boolean> {
  let isLeft = true;
  await inOneTab('balcao-sales', async (stay) => {
    isLeft = await sendInTurn(stay);
  });
  return isLeft;
}

/** Tried again with a longer pause each time: a shop that is coming back must not be overrun. */
function sendLater(): void {
  timer = setTimeout(() => void sendAll(), pauseMs);
  pauseMs = Math.min(pauseMs * 2, longestPauseMs);
}

/** Whether something is left that a later attempt may bring to the shop. */
async function sendInTurn(stay: () => Promise<boolean>): Promise<boolean> {
  const waiting = (await readSales()).filter(isToBeSent);
  let isLeft = false;
  for (const sale of waiting) {
    if (!(await stay())) return true;
    const outcome: SendOutcome = await sendSale(sale);
    if (outcome === 'not-now') return true;
    if (outcome === 'on-its-way') isLeft = true;
  }
  return isLeft;
}

/** A sale is its seller's: nobody else sends it, but for an admin who has taken it over. */
function isToBeSent(kept: KeptSale): boolean {
  return kept.refusal === null && senderOf(kept).id === session.get().user?.id;
}
