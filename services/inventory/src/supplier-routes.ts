/** Suppliers over HTTP. */
import {
  createSupplierRequest,
  type Supplier,
  supplier,
  supplierListQuery,
  supplierPage,
  updateSupplierRequest,
} from '@balcao/contracts/api/suppliers.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { supplierCursor } from './cursors.ts';
import {
  deleteSupplier,
  findSupplier,
  insertSupplier,
  listSuppliers,
  lockSupplier,
  noSuchSupplier,
  toSupplier,
  updateSupplier,
} from './supplier-store.ts';

const path = '/inventory/suppliers';

export function supplierRoutes(db: Database): Route[] {
  return [listRoute(db), createRoute(), getRoute(db), updateRoute(), deleteRoute()];
}

function answer(status: number, body: Supplier): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path,
      summary: 'List suppliers by name',
      access: 'stock:read',
      query: supplierListQuery,
      answers: { 200: supplierPage },
    },
    async ({ query }) => {
      const rows = await listSuppliers(db, query, supplierCursor(query.cursor));
      const page = toPage(rows, query.limit, {
        item: toSupplier,
        key: (row) => [row.sort_name, row.id],
      });
      return { status: 200, body: page };
    },
  );
}

function createRoute(): Route {
  return writeRoute(
    {
      method: 'post',
      path,
      summary: 'Add a supplier',
      access: 'stock:write',
      body: createSupplierRequest,
      answers: { 201: supplier },
      problems: ['already_exists'],
    },
    async (tx, { body: { id = newId(), ...fields } }) =>
      answer(201, await insertSupplier(tx, { id, ...fields })),
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: `${path}/:id`,
      summary: 'Read a supplier',
      access: 'stock:read',
      params: idParams,
      answers: { 200: supplier },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => {
      const found = await findSupplier(db, id);
      if (found === undefined) throw noSuchSupplier(id);
      return answer(200, found);
    },
  );
}

function updateRoute(): Route {
  return writeRoute(
    {
      method: 'put',
      path: `${path}/:id`,
      summary: 'Change the supplier that has the version in If-Match',
      access: 'stock:write',
      params: idParams,
      body: updateSupplierRequest,
      answers: { 200: supplier },
      problems: ['not_found', 'already_exists', 'version_mismatch'],
    },
    async (tx, { params: { id }, body, header }) => {
      const before = await lockSupplier(tx, id);
      requireVersion(header('if-match'), before.version);
      return answer(200, await updateSupplier(tx, id, body));
    },
  );
}

function deleteRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: `${path}/:id`,
      summary: 'Delete a supplier of whom there are no goods',
      access: 'stock:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'conflict', 'version_mismatch'],
    },
    async (tx, { params: { id }, header }) => {
      const found = await lockSupplier(tx, id);
      requireVersion(header('if-match'), found.version);
      await deleteSupplier(tx, found);
      return { status: 204 };
    },
  );
}
