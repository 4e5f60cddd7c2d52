/** Makes, replaces and ends promotions: the change and its event are one transaction. */
import type {
  CreatePromotionRequest,
  Promotion,
  UpdatePromotionRequest,
} from '@balcao/contracts/api/promotions.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { promotionEvent } from './catalogue-events.ts';
import {
  endPromotion,
  insertPromotion,
  lockPromotion,
  updatePromotion,
} from './promotion-store.ts';

interface Change {
  id: string;
  ifMatch: string | undefined;
}

/** Throws `already_exists`, or `validation_failed` for an unknown product or category. */
export async function createPromotion(
  tx: Tx,
  outbox: Outbox,
  request: CreatePromotionRequest,
): Promise<Promotion> {
  const created = await insertPromotion(tx, { ...request, id: request.id ?? newId() });
  outbox.add(tx, [promotionEvent('promotion.created', created)]);
  return created;
}

/** Throws `not_found`, `version_mismatch`, or `validation_failed` as `createPromotion` does. */
export async function replacePromotion(
  tx: Tx,
  outbox: Outbox,
  { id, ifMatch, request }: Change & { request: UpdatePromotionRequest },
): Promise<Promotion> {
  const before = await lockPromotion(tx, id);
  requireVersion(ifMatch, before.version);
  const after = await updatePromotion(tx, { ...request, id });
  outbox.add(tx, [promotionEvent('promotion.updated', after)]);
  return after;
}

/** Ends a promotion, which stays readable; one that has ended stays as it is. Throws `not_found`, `version_mismatch`. */
export async function removePromotion(
  tx: Tx,
  outbox: Outbox,
  { id, ifMatch }: Change,
): Promise<void> {
  const before = await lockPromotion(tx, id);
  requireVersion(ifMatch, before.version);
  if (!before.active) return;
  outbox.add(tx, [promotionEvent('promotion.updated', await endPromotion(tx, id))]);
}
