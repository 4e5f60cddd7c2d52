/** Channels over HTTP. */
import {
  channel,
  channelPage,
  createChannelRequest,
  updateChannelRequest,
} from '@balcao/contracts/api/notification-channels.ts';
import { delivery } from '@balcao/contracts/api/notification-routes.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Management } from '@balcao/contracts/managed-by.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { requireManager } from '@balcao/kit/http/require-manager.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type Sealing, sealSettings } from './channel.ts';
import {
  deleteChannel,
  findChannel,
  holdChannel,
  insertChannel,
  listChannels,
  lockChannel,
  updateChannel,
} from './channel-store.ts';
import { insertDelivery } from './delivery-store.ts';
import { readIdCursor } from './id-cursor.ts';

export interface ChannelDeps extends Sealing {
  db: Database;
  /** Has what is due sent after the commit. */
  sendSoon: (tx: Tx) => void;
}

export function channelRoutes(deps: ChannelDeps): Route[] {
  return [
    listRoute(deps),
    createRoute(deps),
    getRoute(deps),
    updateRoute(deps),
    deleteRoute(),
    testRoute(deps),
  ];
}

function listRoute({ db }: ChannelDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/notifications/channels',
      summary: 'List where messages are sent to beside the inbox; no secrets',
      access: 'notifications:manage',
      query: pageQuery,
      answers: { 200: channelPage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listChannels(db, { after: readIdCursor(cursor), limit });
      return {
        status: 200,
        body: toPage(rows, limit, { item: (row) => row, key: (row) => [row.id] }),
      };
    },
  );
}

function createRoute(sealing: Sealing): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/notifications/channels',
      summary: 'Add a channel',
      access: 'notifications:manage',
      body: createChannelRequest,
      answers: { 201: channel },
      problems: ['already_exists'],
    },
    async (tx, { body: { id = newId(), settings, ...wish }, caller: { role } }) => {
      requireManager({ role, before: null, wanted: wish.managedBy });
      const sealed = sealSettings(id, settings, sealing);
      const body = await insertChannel(tx, { ...wish, id, ...sealed });
      if (body !== undefined) return { status: 201, body };
      throw new Problem('already_exists', `A channel has the id ${id} already.`);
    },
  );
}

function getRoute({ db }: ChannelDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/notifications/channels/:id',
      summary: 'Read a channel, with what its last message came to; no secrets',
      access: 'notifications:manage',
      params: idParams,
      answers: { 200: channel },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => {
      const body = await findChannel(db, id);
      if (body === undefined) throw unknownChannel(id);
      return { status: 200, body };
    },
  );
}

function updateRoute(sealing: Sealing): Route {
  return writeRoute(
    {
      method: 'put',
      path: '/notifications/channels/:id',
      summary:
        'Change a channel, with new secrets or the old ones; while it is not active its messages wait',
      access: 'notifications:manage',
      params: idParams,
      body: updateChannelRequest,
      answers: { 200: channel },
      problems: ['not_found', 'managed_elsewhere'],
    },
    async (tx, { params: { id }, body: { settings, ...wish }, caller }) => {
      await requireOwn(tx, id, { role: caller.role, wanted: wish.managedBy });
      const sealed = settings && sealSettings(id, settings, sealing);
      const body = await updateChannel(tx, { ...wish, id }, sealed);
      if (body === undefined) throw unknownChannel(id);
      return { status: 200, body };
    },
  );
}

function deleteRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/notifications/channels/:id',
      summary: 'Delete a channel and its routes; what waits for it is given up',
      access: 'notifications:manage',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'managed_elsewhere'],
    },
    async (tx, { params: { id }, caller }) => {
      await requireOwn(tx, id, { role: caller.role, wanted: null });
      await deleteChannel(tx, id);
      return { status: 204 };
    },
  );
}

function testRoute({ sendSoon }: ChannelDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/notifications/channels/:id/test',
      summary: 'Send a test message; its delivery tells what becomes of it',
      access: 'notifications:manage',
      params: idParams,
      answers: { 202: delivery },
      problems: ['not_found'],
    },
    async (tx, { params: { id: channelId } }) => {
      if ((await holdChannel(tx, channelId)) === undefined) throw unknownChannel(channelId);
      const dueAt = new Date();
      const body = await insertDelivery(tx, {
        isUrgent: true,
        channelId,
        routeId: null,
        notificationIds: [],
        threads: [],
        groupKey: '',
        repeatedIds: [],
        dueAt,
      });
      sendSoon(tx);
      return { status: 202, body };
    },
  );
}

async function requireOwn(
  tx: Tx,
  id: string,
  { role, wanted }: Omit<Management, 'before'>,
): Promise<void> {
  const found = await lockChannel(tx, id);
  if (found === undefined) throw unknownChannel(id);
  requireManager({ role, before: found.managedBy, wanted });
}

export function unknownChannel(id: string): Problem {
  return new Problem('not_found', `There is no channel with the id ${id}.`);
}
