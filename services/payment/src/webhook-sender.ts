/** Sends the simulated provider's webhooks over HTTP, signed, and again while they are not accepted. */
import type { WebhookRequest } from '@balcao/contracts/api/payment.ts';
import { sleep } from '@balcao/kit/jobs.ts';
import { sign, signatureHeader } from './signature.ts';

export interface WebhookSenderOptions {
  /** Read at each sending: a service that listens on any free port learns its address late. */
  url: () => string;
  secret: string;
}

export type SendWebhook = (webhook: WebhookRequest, signal: AbortSignal) => Promise<void>;

const attempts = 6;
const firstRetryMs = 100;
const timeoutMs = 5_000;

/** Sends until the receiver answers 2xx; rejects after six attempts in about three seconds, or when aborted. */
export function createWebhookSender({ url, secret }: WebhookSenderOptions): SendWebhook {
  async function post(body: string, signal: AbortSignal): Promise<void> {
    const response = await fetch(url(), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [signatureHeader]: sign(body, secret, Date.now()),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the webhook was answered ${response.status}`);
  }

  return async (webhook, signal) => {
    const body = JSON.stringify(webhook);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await post(body, signal);
      } catch (error) {
        if (attempt === attempts || signal.aborted) throw error;
        await sleep(firstRetryMs * 2 ** (attempt - 1), signal);
      }
    }
  };
}
