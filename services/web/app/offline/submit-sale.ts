/** Sends a sale to the shop, or keeps it until the shop answers; sent however often it is there once. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, isTransient } from '../api/client.ts';
import { keepSale } from './keep-sale.ts';
import type { Sale } from './kept-sale.ts';
import { canBeKept, canBeKeptUnanswered, rungUp } from './sale-request.ts';
import { findSale } from './sale-store.ts';
import { offlineState } from './state.ts';
import { within } from './within.ts';

export type { Sale } from './kept-sale.ts';

export type SubmittedSale =
  | { status: 'completed'; order: Order }
  /** It waits for its money (a PIX, a card). */
  | { status: 'pending'; order: Order }
  /** The shop gave it up (stock, a decline), or holds it unpaid. Its id is used up. */
  | { status: 'given-up'; order: Order }
  /** Kept on this device, to be sent when the network is back. */
  | { status: 'queued' };

/** How long somebody at the counter waits for a sale that can be kept here; the shop itself waits less. */
const keepAfterMs = 6_000;
const longestMs = 20_000;

/** How long the shop may hold its answer until the sale is settled; a PIX's code is to be seen at once. */
function waitSeconds(sale: Sale): number {
  if (sale.payments.some(({ method }) => method === 'pix')) return 1;
  return canBeKeptUnanswered(sale) ? 4 : 10;
}

/**
 * Throws ApiProblem for what is refused: then nothing is sold and the id may be used again. `offline` is thrown only
 * for what cannot be kept here (a PIX; a card that was sent without an answer; whatever was sent, where the browser keeps
 * nothing): it may be sold, and only the same may be submitted again.
 */
export async function submitSale(sale: Sale): Promise<SubmittedSale> {
  const occurredAt = new Date().toISOString();
  // After a reload in the middle of it the till submits the sale again.
  const kept = await findSale(sale.id).catch(() => undefined);
  if (kept !== undefined) return { status: 'queued' };
  if (!offlineState.get().isOnline && canBeKept(sale)) {
    const queued = await keep(sale, occurredAt).catch(() => null);
    // Where the browser keeps nothing it can only be sent; it may have been sent before.
    if (queued !== null) return queued;
  }
  try {
    return outcomeOf(await sendOrRead(sale));
  } catch (error) {
    if (!isTransient(error) || !canBeKeptUnanswered(sale)) throw error;
    // It may be sold, wherever the browser keeps nothing: that it got no answer is what matters then.
    return await keep(sale, occurredAt).catch(() => {
      throw error;
    });
  }
}

async function keep(sale: Sale, occurredAt: string): Promise<SubmittedSale> {
  await keepSale(sale, { occurredAt });
  return { status: 'queued' };
}

async function sendOrRead(sale: Sale): Promise<Order> {
  try {
    return await send(sale);
  } catch (error) {
    if (!(error instanceof ApiProblem) || !wasSentBefore(error)) throw error;
    const path = { id: sale.id };
    return answer(api.GET('/api/v1/orders/{id}', { params: { path } }));
  }
}

const wasSentBefore = ({ code }: ApiProblem) =>
  code === 'already_exists' || code === 'idempotency_key_reused';

function send(sale: Sale): Promise<Order> {
  const isKept = canBeKeptUnanswered(sale);
  return within(isKept ? keepAfterMs : longestMs, (signal) =>
    answer(
      api.POST('/api/v1/orders', {
        params: { header: { 'Idempotency-Key': sale.id } },
        headers: { prefer: `wait=${waitSeconds(sale)}` },
        body: rungUp(sale),
        signal,
      }),
    ),
  );
}

function outcomeOf(order: Order): SubmittedSale {
  switch (order.status) {
    case 'rejected':
    case 'cancelled':
    // Put aside under this id, and the answer was lost: it is in the shop's list, and sells nothing.
    case 'open':
    case 'held':
      return { status: 'given-up', order };
    case 'completed':
    case 'partially_refunded':
    case 'refunded':
      return { status: 'completed', order };
    default:
      return { status: 'pending', order };
  }
}
