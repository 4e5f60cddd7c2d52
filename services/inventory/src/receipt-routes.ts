/** Receipts over HTTP. */
import {
  createReceiptRequest,
  type ReceiptSummary,
  receipt,
  receiptListQuery,
  receiptPage,
} from '@balcao/contracts/api/receipts.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { awaitProduct } from './await-product.ts';
import { receiptCursor } from './cursors.ts';
import { listReceipts } from './receipt-store.ts';
import type { RecordDeps } from './record-movement.ts';
import { readReceipt, recordReceipt } from './record-receipt.ts';

const path = '/inventory/receipts';

export function receiptRoutes(deps: RecordDeps & { db: Database }): Route[] {
  return [createRoute(deps), listRoute(deps.db), getRoute(deps.db)];
}

function createRoute(deps: RecordDeps): Route {
  const route = writeRoute(
    {
      method: 'post',
      path,
      summary: 'Receive a delivery: every line comes in as a lot, or none does',
      access: 'stock:write',
      body: createReceiptRequest,
      answers: { 201: receipt },
      problems: [
        'unknown_product',
        'unknown_supplier',
        'quantity_not_allowed',
        'amount_too_large',
        'already_exists',
      ],
    },
    async (tx, { body: request, caller: { userId } }) => {
      return { status: 201, body: await recordReceipt(tx, { request, userId }, deps) };
    },
  );
  return awaitProduct(route, 'unknown_product');
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path,
      summary: 'List receipts, those received last first',
      access: 'stock:read',
      query: receiptListQuery,
      answers: { 200: receiptPage },
    },
    async ({ query }) => {
      const rows = await listReceipts(db, query, receiptCursor(query.cursor));
      const page = toPage(rows, query.limit, {
        item: (row: ReceiptSummary) => row,
        key: (row: ReceiptSummary) => [row.receivedOn, row.id],
      });
      return { status: 200, body: page };
    },
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: `${path}/:id`,
      summary: 'Read a receipt with its lines',
      access: 'stock:read',
      params: idParams,
      answers: { 200: receipt },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => ({ status: 200, body: await readReceipt(db, id) }),
  );
}
