/**
 * A provider without money, deterministic by the rules of simulated-outcome.ts. What it was asked it
 * keeps in the database; webhooks that it owes are lost when its process dies, and those payments expire.
 */
import { createHash } from 'node:crypto';
import type { SimulateRequest, WebhookRequest } from '@balcao/contracts/api/payment.ts';
import type { Database } from '@balcao/kit/db.ts';
import { sleep } from '@balcao/kit/jobs.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { type PixPayee, pixCharge } from './pix-charge.ts';
import type { ChargeRequest, ChargeResult, Provider } from './provider.ts';
import { isChargeFault, type SimulatedOutcome, simulatedOutcome } from './simulated-outcome.ts';
import { listSimulated } from './simulator-list.ts';
import {
  findOutcome,
  readFault,
  rememberCharge,
  rememberPaid,
  rememberRefund,
  rememberVoid,
} from './simulator-store.ts';
import type { SendWebhook } from './webhook-sender.ts';

export interface SimulatedProvider extends Provider {
  /** Plays the customer: resolves when the webhook is delivered, or, where it is late, on its way. */
  play(paymentId: string, outcome: SimulateRequest['outcome']): Promise<void>;
  stop(): Promise<void>;
}

export interface SimulatedProviderOptions {
  db: Database;
  sendWebhook: SendWebhook;
  lateMs: number;
  /** The shop's clock. */
  now: () => Date;
  /** Who a PIX pays. */
  payee: PixPayee;
  log: Logger;
}

export const simulatedName = 'simulated';

export function createSimulatedProvider(options: SimulatedProviderOptions): SimulatedProvider {
  const { db, sendWebhook, lateMs, payee, log } = options;
  const at = () => options.now().toISOString();
  const stopping = new AbortController();
  const owed = new Set<Promise<void>>();

  /** Delivers a webhook as the payment's outcome has it: once, twice, or late. */
  async function deliver(
    webhook: WebhookRequest,
    outcome: SimulatedOutcome | undefined,
  ): Promise<void> {
    if (outcome === 'late') return owe(webhook, lateMs);
    if (webhook.type === 'payment.paid') await rememberPaid(db, webhook.paymentId, at());
    await sendWebhook(webhook, stopping.signal);
    if (outcome === 'duplicate') await sendWebhook(webhook, stopping.signal);
  }

  /** Promises a webhook, and sends it without anybody waiting. */
  function owe(webhook: WebhookRequest, delayMs: number, outcome?: 'duplicate'): void {
    const sent = sleep(delayMs, stopping.signal)
      .then(() => deliver(webhook, outcome))
      .catch((error: unknown) =>
        log.warn({ err: error, webhook: webhook.id }, 'a simulated webhook is lost'),
      )
      .finally(() => owed.delete(sent));
    owed.add(sent);
  }

  return {
    name: simulatedName,
    async charge(request, signal) {
      const { paymentId } = request;
      const wanted = simulatedOutcome(request, await readFault(db));
      const { outcome, isVoided } = await rememberCharge(db, { ...request, at: at() }, wanted);
      if (isVoided)
        return { kind: 'declined', reference: referenceOf(paymentId), reason: 'voided' };
      if (outcome === 'timeout') return never(signal);
      // A card tells by itself; a PIX waits for its customer.
      if (request.method !== 'pix') {
        if (outcome === 'late') owe(webhookOf(paymentId, 'paid'), lateMs);
        if (outcome === 'duplicate') owe(webhookOf(paymentId, 'paid'), 0, outcome);
      }
      return answerTo(request, outcome, payee);
    },
    void: (paymentId) => rememberVoid(db, paymentId),
    refund: async (request) => ({ givenMinor: await rememberRefund(db, { ...request, at: at() }) }),
    list: (request) => listSimulated(db, request),
    async play(paymentId, outcome) {
      const fault = await readFault(db);
      const manner = isChargeFault(fault) ? fault : await findOutcome(db, paymentId);
      await deliver(webhookOf(paymentId, outcome), manner);
    },
    async stop() {
      stopping.abort(new Error('the service stops'));
      await Promise.all(owed);
    },
  };
}

function answerTo(
  { paymentId, method, amountMinor }: ChargeRequest,
  outcome: SimulatedOutcome,
  payee: PixPayee,
): ChargeResult {
  const reference = referenceOf(paymentId);
  if (outcome === 'approve') return { kind: 'approved', reference };
  if (outcome === 'decline') return { kind: 'declined', reference, reason: 'declined' };
  if (method !== 'pix') return { kind: 'pending', reference };
  const brCode = pixCharge(payee, { txid: reference, amountMinor });
  return { kind: 'pending', reference, brCode };
}

/** 25 characters, as long as the txid of a PIX may be; the same for each repeat. */
function referenceOf(paymentId: string): string {
  return createHash('sha256').update(paymentId).digest('hex').slice(0, 25);
}

/** The same event id for each repeat, so that the receiver knows it. */
function webhookOf(paymentId: string, outcome: SimulateRequest['outcome']): WebhookRequest {
  return {
    id: `evt_${paymentId}_${outcome}`,
    type: `payment.${outcome}`,
    paymentId,
    occurredAt: new Date().toISOString(),
  };
}

function never(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });
}
