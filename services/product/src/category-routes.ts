/** Categories over HTTP. */
import {
  type Category,
  category,
  categoryPage,
  createCategoryRequest,
  updateCategoryRequest,
} from '@balcao/contracts/api/product.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { categoryEvent } from './catalogue-events.ts';
import { getCategory, insertCategory, listCategories, toCategory } from './category-store.ts';
import { removeCategory, renameCategory } from './change-category.ts';
import { nameKeyOf } from './list-cursor.ts';

interface CategoryDeps {
  db: Database;
  outbox: Outbox;
}

export function categoryRoutes({ db, outbox }: CategoryDeps): Route[] {
  return [
    listRoute(db),
    createRoute(outbox),
    getRoute(db),
    renameRoute(outbox),
    deleteRoute(outbox),
  ];
}

function answer(status: number, body: Category): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/categories',
      summary: 'List categories by name',
      access: 'catalogue:read',
      query: pageQuery,
      answers: { 200: categoryPage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listCategories(db, { after: nameKeyOf(cursor), limit: limit + 1 });
      const page = toPage(rows, limit, { item: toCategory, key: (row) => [row.sort_name, row.id] });
      return { status: 200, body: page };
    },
  );
}

function createRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/categories',
      summary: 'Add a category',
      access: 'catalogue:write',
      body: createCategoryRequest,
      answers: { 201: category },
      problems: ['already_exists'],
    },
    async (tx, { body: { id = newId(), name } }) => {
      const created = await insertCategory(tx, id, name);
      outbox.add(tx, [categoryEvent('category.created', created)]);
      return answer(201, created);
    },
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/categories/:id',
      summary: 'Read a category',
      access: 'catalogue:read',
      params: idParams,
      answers: { 200: category },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await getCategory(db, id)),
  );
}

function renameRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/categories/:id',
      summary: 'Rename the category that has the version in If-Match',
      access: 'catalogue:write',
      params: idParams,
      body: updateCategoryRequest,
      answers: { 200: category },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, body: { name }, header }) =>
      answer(200, await renameCategory(tx, outbox, { id, name, ifMatch: header('if-match') })),
  );
}

function deleteRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/categories/:id',
      summary: 'Delete a category in which nothing is sold',
      access: 'catalogue:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'conflict', 'version_mismatch'],
    },
    async (tx, { params: { id }, header }) => {
      await removeCategory(tx, outbox, { id, ifMatch: header('if-match') });
      return { status: 204 };
    },
  );
}
