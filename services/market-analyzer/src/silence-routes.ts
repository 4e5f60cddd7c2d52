/** Silences over HTTP: alerts that they cover are listed and not told. */
import {
  createSilenceRequest,
  type Silence,
  silence,
  silenceListQuery,
  silencePage,
  updateSilenceRequest,
} from '@balcao/contracts/api/market-alerts.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { formatEtag } from '@balcao/contracts/version.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { requireVersion } from '@balcao/kit/http/require-version.ts';
import { type Reply, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { nilId, readIdCursor } from './read-id-cursor.ts';
import {
  deleteSilence,
  findSilence,
  insertSilence,
  listSilences,
  lockSilence,
  updateSilence,
} from './silence-store.ts';

interface SilenceRouteDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
}

const path = '/market/silences';

export function silenceRoutes(deps: SilenceRouteDeps): Route[] {
  return [listRoute(deps), createRoute(deps), getRoute(deps), updateRoute(deps), deleteRoute(deps)];
}

function answer(status: number, body: Silence): Reply {
  return { status, body, headers: { ETag: formatEtag(body.version) } };
}

function listRoute({ db, now }: SilenceRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path,
      summary: 'List silences, also those that are over',
      access: 'market:read',
      query: silenceListQuery,
      answers: { 200: silencePage },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await listSilences(db, { limit, after: readIdCursor(cursor) ?? nilId }, now());
      const body = toPage(rows, limit, { item: (row) => row, key: ({ id }) => [id] });
      return { status: 200, body };
    },
  );
}

function createRoute({ now }: SilenceRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path,
      summary: 'Keep the alerts that match from being told for a time',
      access: 'market:write',
      body: createSilenceRequest,
      answers: { 201: silence },
      problems: ['already_exists'],
    },
    async (tx, { body: { id = newId(), ...fields }, caller }) => {
      const wish = { id, ...fields, createdBy: caller.userId };
      return answer(201, await insertSilence(tx, wish, now()));
    },
  );
}

function getRoute({ db, now }: SilenceRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: `${path}/:id`,
      summary: 'Read a silence',
      access: 'market:read',
      params: idParams,
      answers: { 200: silence },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => answer(200, await findSilence(db, id, now())),
  );
}

function updateRoute({ now }: SilenceRouteDeps): Route {
  return writeRoute(
    {
      method: 'put',
      path: `${path}/:id`,
      summary: 'Change the silence that has the version in If-Match',
      access: 'market:write',
      params: idParams,
      body: updateSilenceRequest,
      answers: { 200: silence },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, body, header }) => {
      const before = await lockSilence(tx, id, now());
      requireVersion(header('if-match'), before.version);
      return answer(200, await updateSilence(tx, { id, ...body }, now()));
    },
  );
}

function deleteRoute({ now }: SilenceRouteDeps): Route {
  return writeRoute(
    {
      method: 'delete',
      path: `${path}/:id`,
      summary: 'End a silence: what is still open and was not told is told now',
      access: 'market:write',
      params: idParams,
      answers: { 204: null },
      problems: ['not_found', 'version_mismatch'],
    },
    async (tx, { params: { id }, header }) => {
      const found = await lockSilence(tx, id, now());
      requireVersion(header('if-match'), found.version);
      await deleteSilence(tx, id);
      return { status: 204 };
    },
  );
}
