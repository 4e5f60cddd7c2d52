/** Sends one kept sale: what the shop answers decides whether it is there, waits, or is refused. */
import { v7 as uuid } from 'uuid';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, isTransient } from '../api/client.ts';
import type { KeptSale, Refusal } from './kept-sale.ts';
import { canBeKept, happened, standingOf } from './sale-request.ts';
import { putSale, removeSale } from './sale-store.ts';

export type SendOutcome =
  | 'sent'
  | 'refused'
  /** The order is on its way in the shop: look again later, and go on with the others. */
  | 'on-its-way'
  /** No answer, or nobody is logged in: neither will the others get one. */
  | 'not-now';

/** Has one effect however often it is called: the order's id is its Idempotency-Key. */
export async function sendSale(kept: KeptSale): Promise<SendOutcome> {
  if (isAskedOnly(kept)) return settleKnown(kept);
  try {
    await answer(
      api.POST('/api/v1/orders', {
        params: { header: { 'Idempotency-Key': kept.orderId } },
        body: happened(kept),
      }),
    );
    await removeSale(kept.id);
    return 'sent';
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (isKnown(error)) return settleKnown(kept);
    return isTemporary(error) ? 'not-now' : refuse(kept, error);
  }
}

/** A PIX is the shop's to take: one that it did not take is never sent as paid. */
const isAskedOnly = ({ isUnsure, sale }: KeptSale) => isUnsure === true || !canBeKept(sale);

/** The shop has an order of this id: from an earlier attempt, whose answer was lost. */
const isKnown = ({ code }: ApiProblem) =>
  code === 'already_exists' || code === 'idempotency_key_reused';

const isTemporary = (problem: ApiProblem) =>
  isTransient(problem) || [401, 408, 425, 429].includes(problem.status);

async function settleKnown(kept: KeptSale): Promise<SendOutcome> {
  try {
    const path = { id: kept.orderId };
    const order = await answer(api.GET('/api/v1/orders/{id}', { params: { path } }));
    switch (standingOf(order)) {
      case 'there':
        await removeSale(kept.id);
        return 'sent';
      case 'on-its-way':
        return 'on-its-way';
      case 'given-up': {
        if (isAskedOnly(kept)) return await refuse(kept, foundOut('not_paid'));
        // Kept before it is sent, so that whatever dies in between there is one more order at most.
        const again = { ...kept, orderId: uuid() };
        await putSale(again);
        return await sendSale(again);
      }
    }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (isTemporary(error)) return 'not-now';
    const isMissing = isAskedOnly(kept) && error.code === 'not_found';
    // Without an order nobody was shown a PIX to pay.
    const missing = canBeKept(kept.sale) ? 'not_arrived' : 'not_paid';
    return refuse(kept, isMissing ? foundOut(missing) : error);
  }
}

/** Of an unsure sale: only who was there knows whether it was paid and the goods are gone. */
const foundOut = (code: 'not_arrived' | 'not_paid') =>
  new ApiProblem({ code, status: 0, title: code });

async function refuse(kept: KeptSale, problem: ApiProblem): Promise<SendOutcome> {
  await putSale({ ...kept, refusal: refusalOf(problem) });
  return 'refused';
}

const refusalOf = ({ code, status, detail, language, traceId, errors }: ApiProblem): Refusal => ({
  code,
  status,
  detail,
  language,
  traceId,
  errors,
  at: new Date().toISOString(),
});
