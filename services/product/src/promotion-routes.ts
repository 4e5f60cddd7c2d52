/** Promotions over HTTP. */
import {
  createPromotionRequest,
  type Promotion,
  promotion,
  promotionListQuery,
  promotionPage,
  updatePromotionRequest,
} from '@balcao/contracts/api/promotions.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { createPromotion, removePromotion, replacePromotion } from './change-promotion.ts';
import { idOf } from './list-cursor.ts';
import { getPromotion, listPromotions, toPromotion } from './promotion-store.ts';

interface PromotionDeps {
  db: Database;
  outbox: Outbox;
}

export function promotionRoutes({ db, outbox }: PromotionDeps): Route[] {
  return [listRoute(db), createRoute(outbox), getRoute(db), replaceRoute(outbox), endRoute(outbox)];
}

function answer(status: number, body: Promotion): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/promotions',
      summary: 'List promotions, the newest first',
      access: 'catalogue:read',
      query: promotionListQuery,
      answers: { 200: promotionPage },
    },
    async ({ query: { limit, cursor, ...filter } }) => {
      const range = { below: idOf(cursor), limit: limit + 1 };
      const { productId, categoryId, active } = filter;
      const rows = await listPromotions(db, { productId, categoryId, active, ...range });
      const page = toPage(rows, limit, { item: toPromotion, key: ({ id }) => [id] });
      return { status: 200, body: page };
    },
  );
}

function createRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/promotions',
      summary: 'Add a promotion of a product or a category',
      access: 'promotions:write',
      body: createPromotionRequest,
      answers: { 201: promotion },
      problems: ['already_exists'],
    },
    async (tx, { body }) => answer(201, await createPromotion(tx, outbox, body)),
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/promotions/:id',
      summary: 'Read a promotion',
      access: 'catalogue:read',
      params: idParams,
      answers: { 200: promotion },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await getPromotion(db, id)),
  );
}

function replaceRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/promotions/:id',
      summary: 'Replace the promotion that has the version in If-Match',
      access: 'promotions:write',
      params: idParams,
      body: updatePromotionRequest,
      answers: { 200: promotion },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, body: request, header }) =>
      answer(200, await replacePromotion(tx, outbox, { id, request, ifMatch: header('if-match') })),
  );
}

function endRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/promotions/:id',
      summary: 'End a promotion now; it stays readable, because orders name it',
      access: 'promotions:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, header }) => {
      await removePromotion(tx, outbox, { id, ifMatch: header('if-match') });
      return { status: 204 };
    },
  );
}
