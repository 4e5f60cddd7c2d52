/** Routes of notifications over HTTP. */
import {
  createRouteRequest,
  notificationRoute,
  notificationRoutePage,
  updateRouteRequest,
} from '@balcao/contracts/api/notification-routes.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import type { Role } from '@balcao/contracts/permissions.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { requireManager } from '@balcao/kit/http/require-manager.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { unknownChannel } from './channel-routes.ts';
import { holdChannel } from './channel-store.ts';
import { readIdCursor } from './id-cursor.ts';
import {
  deleteRoute,
  insertRoute,
  listRoutes,
  managerOfRoute,
  updateRoute,
} from './routing-store.ts';

export function routingRoutes(db: Database): Route[] {
  return [list(db), create(), update(), remove()];
}

function list(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/notifications/routes',
      summary: 'List what is sent where',
      access: 'notifications:manage',
      query: pageQuery,
      answers: { 200: notificationRoutePage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listRoutes(db, { after: readIdCursor(cursor), limit });
      return {
        status: 200,
        body: toPage(rows, limit, { item: (row) => row, key: (row) => [row.id] }),
      };
    },
  );
}

function create(): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/notifications/routes',
      summary: 'Have events of some severity sent to a channel from now on',
      access: 'notifications:manage',
      body: createRouteRequest,
      answers: { 201: notificationRoute },
      problems: ['not_found', 'already_exists', 'managed_elsewhere'],
    },
    async (tx, { body: { id = newId(), ...wish }, caller: { role } }) => {
      await requireChannel(tx, wish.channelId, role);
      const body = await insertRoute(tx, { ...wish, id });
      if (body !== undefined) return { status: 201, body };
      throw new Problem('already_exists', `A route has the id ${id} already.`);
    },
  );
}

function update(): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/notifications/routes/:id',
      summary: 'Change what is sent where and when',
      access: 'notifications:manage',
      params: idParams,
      body: updateRouteRequest,
      answers: { 200: notificationRoute },
      problems: ['not_found', 'managed_elsewhere'],
    },
    async (tx, { params: { id }, body: wish, caller: { role } }) => {
      await requireRoute(tx, id, role);
      await requireChannel(tx, wish.channelId, role);
      const body = await updateRoute(tx, { ...wish, id });
      if (body === undefined) throw unknownRoute(id);
      return { status: 200, body };
    },
  );
}

function remove(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/notifications/routes/:id',
      summary: 'Delete a route; what was to be sent by it still is',
      access: 'notifications:manage',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'managed_elsewhere'],
    },
    async (tx, { params: { id }, caller: { role } }) => {
      await requireRoute(tx, id, role);
      if (!(await deleteRoute(tx, id))) throw unknownRoute(id);
      return { status: 204 };
    },
  );
}

/** Routes are part of their channel: whoever looks after it looks after them. */
async function requireChannel(tx: Tx, id: string, role: Role): Promise<void> {
  const found = await holdChannel(tx, id);
  if (found === undefined) throw unknownChannel(id);
  requireManager({ role, before: found.managedBy, wanted: null });
}

async function requireRoute(tx: Tx, id: string, role: Role): Promise<void> {
  const found = await managerOfRoute(tx, id);
  if (found === undefined) throw unknownRoute(id);
  requireManager({ role, before: found.managedBy, wanted: null });
}

function unknownRoute(id: string): Problem {
  return new Problem('not_found', `There is no route with the id ${id}.`);
}
