/** HTTP of a payment as it goes: how a till's QR code turns green by itself. */
import { payment } from '@balcao/contracts/api/payment.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Database } from '@balcao/kit/db.ts';
import type { Route } from '@balcao/kit/http/route.ts';
import { streamRoute } from '@balcao/kit/http/stream-route.ts';
import { readPayment } from './await-payment.ts';
import type { FollowPayment } from './follow-payment.ts';

export function paymentStreamRoute(deps: { db: Database; follow: FollowPayment }): Route {
  return streamRoute(
    {
      path: '/payments/:id/stream',
      summary:
        'A payment as it is, and again at every change until it is no longer pending. Other ends mean: come back.',
      access: 'payments:read',
      params: idParams,
      events: { payment },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => {
      await readPayment(deps.db, id);
      return async function* (signal) {
        for await (const data of deps.follow(id, signal)) yield { event: 'payment', data };
      };
    },
  );
}
