/** The categories of entries over HTTP. */
import {
  createEntryCategoryRequest,
  entryCategory,
  entryCategoryPage,
  updateEntryCategoryRequest,
} from '@balcao/contracts/api/entry-categories.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import { decodeCursor, toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { insertCategory, listCategories, updateCategory } from './category-store.ts';

export function categoryRoutes(db: Database): Route[] {
  return [listRoute(db), createRoute(), updateRoute()];
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/finance/categories',
      summary: 'List what entries can be for, by slug',
      access: 'finance:read',
      query: pageQuery,
      answers: { 200: entryCategoryPage },
    },
    async ({ query: { limit, cursor } }) => {
      const [after = null] = decodeCursor(cursor, 1) ?? [];
      const rows = await listCategories(db, { after, limit });
      const body = toPage(rows, limit, { item: (row) => row, key: ({ slug }) => [slug] });
      return { status: 200, body };
    },
  );
}

function createRoute(): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/finance/categories',
      summary: 'Add a category of entries',
      access: 'finance:write',
      body: createEntryCategoryRequest,
      answers: { 201: entryCategory },
      problems: ['already_exists'],
    },
    async (tx, { body: wish }) => {
      const body = await insertCategory(tx, { ...wish, id: wish.id ?? newId() });
      if (body !== undefined) return { status: 201, body };
      const detail = `A category has this id, or the slug ${wish.slug}, already.`;
      throw new Problem('already_exists', detail);
    },
  );
}

function updateRoute(): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/finance/categories/:id',
      summary: 'Rename a category of entries, archive it or take it back into use',
      access: 'finance:write',
      params: idParams,
      body: updateEntryCategoryRequest,
      answers: { 200: entryCategory },
      problems: ['not_found'],
    },
    async (tx, { params: { id }, body: wish }) => {
      const body = await updateCategory(tx, id, wish);
      if (body !== undefined) return { status: 200, body };
      throw new Problem('not_found', `There is no category with the id ${id}.`);
    },
  );
}
