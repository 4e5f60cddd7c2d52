/** Pays a PIX at the simulated provider whatever happens to the shop: until the order has it. */
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import type { Caller } from './stubborn-call.ts';

const giveUpAfterMs = 120_000;
const pauseMs = 50;

export interface PixToPay {
  orderId: string;
  paymentId: string;
}

/** The charge may not be at the provider yet, and the answer to its payment may get lost: only the order counts. */
export async function payPixStubbornly(
  { url, token }: Caller,
  { orderId, paymentId }: PixToPay,
): Promise<void> {
  const deadline = Date.now() + giveUpAfterMs;
  const pay = async () => {
    const call = createApiClient(url(), await token());
    await call.post(`/payments/${paymentId}/simulate`, { outcome: 'paid' });
    return (await call.get(`/orders/${orderId}`)).body.status === 'completed';
  };
  while (!(await pay().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`the PIX of the order ${orderId} was not taken`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
