/** Feeds over HTTP. */
import {
  backfillRequest,
  backfillResponse,
  createFeedRequest,
  type Feed,
  feed,
  feedListQuery,
  feedPage,
  updateFeedRequest,
} from '@balcao/contracts/api/market-feeds.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { requireManager } from '@balcao/kit/http/require-manager.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { providers } from './adapters/providers.ts';
import { cutRange } from './backfill.ts';
import { deleteFeed, findFeed, insertFeed, listFeeds, lockFeed, updateFeed } from './feed-store.ts';
import { nilId, readIdCursor } from './read-id-cursor.ts';
import { addTasks } from './schedule-feeds.ts';

export interface FeedRouteDeps {
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
}

const path = '/market/feeds';

export function feedRoutes(deps: FeedRouteDeps): Route[] {
  const { db } = deps;
  return [
    listRoute(db),
    createRoute(),
    getRoute(db),
    updateRoute(),
    deleteRoute(),
    backfillRoute(deps),
  ];
}

function answer(status: number, body: Feed): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path,
      summary: 'List feeds, with what went wrong with each',
      access: 'market:read',
      query: feedListQuery,
      answers: { 200: feedPage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listFeeds(db, { limit, after: readIdCursor(cursor) ?? nilId });
      const body = toPage(rows, limit, { item: (row) => row, key: ({ id }) => [id] });
      return { status: 200, body };
    },
  );
}

function createRoute(): Route {
  return writeRoute(
    {
      method: 'post',
      path,
      summary: 'Add a feed, which is collected at once',
      access: 'market:write',
      body: createFeedRequest,
      answers: { 201: feed },
      problems: ['already_exists'],
    },
    async (tx, { body: { id = newId(), ...fields }, caller: { role } }) => {
      requireManager({ role, before: null, wanted: fields.managedBy });
      return answer(201, await insertFeed(tx, { id, ...fields }));
    },
  );
}

function getRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: `${path}/:id`,
      summary: 'Read a feed',
      access: 'market:read',
      params: idParams,
      answers: { 200: feed },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await findFeed(db, id)),
  );
}

function updateRoute(): Route {
  return writeRoute(
    {
      method: 'put',
      path: `${path}/:id`,
      summary: 'Change the feed that has the version in If-Match',
      access: 'market:write',
      params: idParams,
      body: updateFeedRequest,
      answers: { 200: feed },
      problems: ['not_found', 'managed_elsewhere', 'version_mismatch'],
    },
    async (tx, { params: { id }, body, header, caller: { role } }) => {
      const before = await lockFeed(tx, id);
      requireManager({ role, before: before.managedBy, wanted: body.managedBy });
      requireVersion(header('if-match'), before.version);
      return answer(200, await updateFeed(tx, id, body));
    },
  );
}

function deleteRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: `${path}/:id`,
      summary: 'Delete a feed; its quotes stay',
      access: 'market:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'managed_elsewhere', 'version_mismatch'],
    },
    async (tx, { params: { id }, header, caller: { role } }) => {
      const found = await lockFeed(tx, id);
      requireManager({ role, before: found.managedBy, wanted: null });
      requireVersion(header('if-match'), found.version);
      await deleteFeed(tx, id);
      return { status: 204 };
    },
  );
}

function backfillRoute({ outbox, now }: FeedRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: `${path}/:id/backfill`,
      summary: 'Fetch the quotes of some days of the past, in the background',
      access: 'market:write',
      params: idParams,
      body: backfillRequest,
      answers: { 202: backfillResponse },
      problems: ['not_found', 'conflict'],
    },
    async (tx, { params: { id: feedId }, body }) => {
      const { provider } = await lockFeed(tx, feedId);
      const history = providers[provider].history;
      if (history === undefined) {
        throw new Problem('conflict', `${provider} tells no past.`, {
          pt: 'Este provedor não conta o passado.',
        });
      }
      const dueAt = now().toISOString();
      const ranges = cutRange(body, history.maxDays);
      const tasks = ranges.map((range) => ({ taskId: newId(), feedId, dueAt, range }));
      await addTasks(tx, tasks, outbox);
      return { status: 202, body: { taskCount: tasks.length } };
    },
  );
}
