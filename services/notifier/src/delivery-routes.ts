/** Deliveries over HTTP: what became of each message, and another try for those that were given up. */
import {
  delivery,
  deliveryListQuery,
  deliveryPage,
} from '@balcao/contracts/api/notification-routes.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { deleteDead, hasDelivery, listDeliveries, reviveDelivery } from './delivery-store.ts';
import { readIdCursor } from './id-cursor.ts';

export interface DeliveryDeps {
  db: Database;
  sendSoon: (tx: Tx) => void;
}

export function deliveryRoutes(deps: DeliveryDeps): Route[] {
  return [listRoute(deps), replayRoute(deps), dismissRoute()];
}

function listRoute({ db }: DeliveryDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/notifications/deliveries',
      summary: 'List messages and what became of them, the newest first',
      access: 'notifications:manage',
      query: deliveryListQuery,
      answers: { 200: deliveryPage },
    },
    async ({ query }) => {
      const rows = await listDeliveries(db, query, readIdCursor(query.cursor));
      const body = toPage(rows, query.limit, { item: (row) => row, key: (row) => [row.id] });
      return { status: 200, body };
    },
  );
}

function replayRoute({ sendSoon }: DeliveryDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/notifications/deliveries/:id/replay',
      summary: 'Try a message again that was given up',
      access: 'notifications:manage',
      params: idParams,
      answers: { 202: delivery },
      problems: ['not_found', 'invalid_transition'],
    },
    async (tx, { params: { id } }) => {
      const body = await reviveDelivery(tx, id);
      sendSoon(tx);
      if (body !== undefined) return { status: 202, body };
      await requireDelivery(tx, id);
      const detail =
        'Only a message that was given up, and whose channel is there, can be replayed.';
      throw new Problem('invalid_transition', detail, {
        pt: 'Só se reenvia uma mensagem que foi abandonada e cujo canal existe.',
      });
    },
  );
}

function dismissRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/notifications/deliveries/:id',
      summary: 'Forget a message that was given up',
      access: 'notifications:manage',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'invalid_transition'],
    },
    async (tx, { params: { id } }) => {
      if (await deleteDead(tx, id)) return { status: 204 };
      await requireDelivery(tx, id);
      throw new Problem(
        'invalid_transition',
        'Only a message that was given up can be dismissed.',
        {
          pt: 'Só se descarta uma mensagem que foi abandonada.',
        },
      );
    },
  );
}

async function requireDelivery(tx: Tx, id: string): Promise<void> {
  if (await hasDelivery(tx, id)) return;
  throw new Problem('not_found', `There is no delivery with the id ${id}.`);
}
