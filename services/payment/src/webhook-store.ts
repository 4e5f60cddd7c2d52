/** SQL of the webhooks that were received. */
import type { Tx } from '@balcao/kit/db.ts';

export interface WebhookEvent {
  provider: string;
  eventId: string;
  paymentId: string;
  type: string;
}

/** Claims a provider's event; false when it was received before. */
export async function claimWebhookEvent(tx: Tx, event: WebhookEvent): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO webhook_event (provider, event_id, payment_id, type) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING RETURNING event_id`,
    [event.provider, event.eventId, event.paymentId, event.type],
  );
  return rows.length === 1;
}
