/** Templates of breakdowns over HTTP. */
import {
  type BreakdownTemplate,
  breakdownTemplate,
  breakdownTemplateListQuery,
  breakdownTemplatePage,
  createBreakdownTemplateRequest,
  updateBreakdownTemplateRequest,
} from '@balcao/contracts/api/breakdowns.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { awaitProduct } from './await-product.ts';
import { listTemplates } from './breakdown-template-store.ts';
import {
  addTemplate,
  changeTemplate,
  getTemplate,
  removeTemplate,
} from './change-breakdown-template.ts';
import { nameCursor } from './cursors.ts';

export function breakdownTemplateRoutes(db: Database): Route[] {
  return [
    awaitProduct(addRoute(), 'unknown_product'),
    listRoute(db),
    getRoute(db),
    replaceRoute(),
    deleteRoute(),
  ];
}

function addRoute(): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/inventory/breakdown-templates',
      summary: 'Add a template: what a carcass is expected to yield',
      access: 'stock:write',
      body: createBreakdownTemplateRequest,
      answers: { 201: breakdownTemplate },
      problems: ['unknown_product', 'quantity_not_allowed', 'already_exists'],
    },
    async (tx, { body }) => templateReply(201, await addTemplate(tx, body)),
  );
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/breakdown-templates',
      summary: 'List templates by name',
      access: 'stock:read',
      query: breakdownTemplateListQuery,
      answers: { 200: breakdownTemplatePage },
    },
    async ({ query }) => {
      const rows = await listTemplates(db, query, nameCursor(query.cursor));
      const shape = {
        item: (template: BreakdownTemplate) => template,
        key: (template: BreakdownTemplate) => [template.name, template.id],
      };
      return { status: 200, body: toPage(rows, query.limit, shape) };
    },
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/inventory/breakdown-templates/:id',
      summary: 'Read a template',
      access: 'stock:read',
      params: idParams,
      answers: { 200: breakdownTemplate },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => templateReply(200, await getTemplate(db, id)),
  );
}

function replaceRoute(): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/inventory/breakdown-templates/:id',
      summary: 'Replace a template; breakdowns made by it keep what was expected then',
      access: 'stock:write',
      params: idParams,
      body: updateBreakdownTemplateRequest,
      answers: { 200: breakdownTemplate },
      problems: ['not_found', 'version_mismatch', 'unknown_product', 'quantity_not_allowed'],
    },
    async (tx, { params: { id }, body, header }) =>
      templateReply(200, await changeTemplate(tx, { id, ifMatch: header('if-match') }, body)),
  );
}

function deleteRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/inventory/breakdown-templates/:id',
      summary: 'Delete a template by which nothing was broken down',
      access: 'stock:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'version_mismatch', 'conflict'],
    },
    async (tx, { params: { id }, header }) => {
      await removeTemplate(tx, { id, ifMatch: header('if-match') });
      return { status: 204 };
    },
  );
}

function templateReply(status: number, template: BreakdownTemplate): Reply {
  return { status, body: template, headers: { ETag: formatEtag(template.version) } };
}
