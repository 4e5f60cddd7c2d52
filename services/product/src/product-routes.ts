/** Products and their prices over HTTP. */
import {
  createProductRequest,
  type Product,
  pricePage,
  product,
  productListQuery,
  productPage,
  updateProductRequest,
} from '@balcao/contracts/api/product.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { createProduct, removeProduct, replaceProduct } from './change-product.ts';
import { nameKeyOf, rankKeyOf, versionOf } from './list-cursor.ts';
import { listPrices, toPrice } from './price-store.ts';
import { getProduct, listProducts, toProduct } from './product-store.ts';
import { createSearch, type RankedRow } from './search-products.ts';
import { searchTerms } from './search-text.ts';

interface ProductDeps {
  db: Database;
  outbox: Outbox;
}

export function productRoutes({ db, outbox }: ProductDeps): Route[] {
  return [
    listRoute(db),
    createRoute(outbox),
    getRoute(db),
    replaceRoute(outbox),
    archiveRoute(outbox),
    pricesRoute(db),
  ];
}

function answer(status: number, body: Product): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute(db: Database): Route {
  const search = createSearch(db);
  return readRoute(
    {
      method: 'get',
      path: '/products',
      summary: 'List products by name, or search them by name, SKU, PLU or barcode, the best first',
      access: 'catalogue:read',
      query: productListQuery,
      answers: { 200: productPage },
    },
    async ({ query: { limit, cursor, q = '', updatedSince, ...fields } }) => {
      const { categoryId, active } = fields;
      const filter = { categoryId, active, limit: limit + 1 };
      const terms = searchTerms(q);
      if (terms !== undefined) {
        const rows = await search(terms, { ...filter, after: rankKeyOf(cursor) });
        const key = (row: RankedRow) => [row.rank, row.sort_name, row.id];
        return { status: 200, body: toPage(rows, limit, { item: toProduct, key }) };
      }
      const range = { ...filter, updatedSince, after: nameKeyOf(cursor) };
      const rows = await listProducts(db, range);
      const page = toPage(rows, limit, { item: toProduct, key: (row) => [row.sort_name, row.id] });
      return { status: 200, body: page };
    },
  );
}

function createRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/products',
      summary: 'Add a product',
      access: 'catalogue:write',
      body: createProductRequest,
      answers: { 201: product },
      problems: ['already_exists'],
    },
    async (tx, { body: request, caller: { userId } }) =>
      answer(201, await createProduct(tx, outbox, { request, userId })),
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/products/:id',
      summary: 'Read a product',
      access: 'catalogue:read',
      params: idParams,
      answers: { 200: product },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await getProduct(db, id)),
  );
}

function replaceRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/products/:id',
      summary: 'Replace the product that has the version in If-Match',
      access: 'catalogue:write',
      params: idParams,
      body: updateProductRequest,
      answers: { 200: product },
      problems: ['not_found', 'already_exists', 'version_mismatch', 'conflict'],
    },
    async (tx, { params: { id }, body: request, header, caller: { userId } }) => {
      const change = { id, request, userId, ifMatch: header('if-match') };
      return answer(200, await replaceProduct(tx, outbox, change));
    },
  );
}

function archiveRoute(outbox: Outbox): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/products/:id',
      summary: 'Archive a product: it is not sold any more, and its codes are free',
      access: 'catalogue:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, header }) => {
      await removeProduct(tx, outbox, { id, ifMatch: header('if-match') });
      return { status: 204 };
    },
  );
}

function pricesRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/products/:id/prices',
      summary: "List a product's prices, the newest first",
      access: 'catalogue:read',
      params: idParams,
      query: pageQuery,
      answers: { 200: pricePage },
      problems: ['not_found'],
    },
    async ({ params: { id }, query: { limit, cursor } }) => {
      const range = { productId: id, below: versionOf(cursor), limit: limit + 1 };
      const [rows] = await Promise.all([listPrices(db, range), getProduct(db, id)]);
      const page = toPage(rows, limit, { item: toPrice, key: (row) => [row.version] });
      return { status: 200, body: page };
    },
  );
}
