/** Sales that were made without a network and are sent later: how late and how early they may be. */
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';

const dayMs = 86_400_000;
/** How long ago a sale may have been that is sent now. */
export const oldestMs = 30 * dayMs;
/** Clocks of tills go wrong by a little. */
const aheadMs = 300_000;

const inFuture: Wording = {
  message: 'must not be in the future',
  pt: 'não pode estar no futuro',
};
const tooOld: Wording = {
  message: 'must be at most 30 days ago',
  pt: 'tem de ser de no máximo 30 dias atrás',
};

/** Throws `validation_failed` for a sale of the future, and for one of more than 30 days ago. */
export function requireRecent(occurredAt: string, now: Date): void {
  const agoMs = now.getTime() - Date.parse(occurredAt);
  if (agoMs >= -aheadMs && agoMs <= oldestMs) return;
  const { message, pt } = agoMs < 0 ? inFuture : tooOld;
  throw new Problem('validation_failed', `The time of the sale ${message}.`, {
    pt: `O horário da venda ${pt}.`,
    errors: [{ path: 'occurredAt', message, pt }],
  });
}

/** The earliest moment that some orders are of: which promotions still count. */
export function earliest(orders: { occurredAt?: string | undefined }[], now: Date): Date {
  const times = orders.map(({ occurredAt }) =>
    occurredAt === undefined ? now.getTime() : Date.parse(occurredAt),
  );
  return new Date(Math.max(Math.min(now.getTime(), ...times), now.getTime() - oldestMs));
}
