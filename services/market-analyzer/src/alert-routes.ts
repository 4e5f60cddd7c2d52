/** Alerts over HTTP: what rules have found, and that somebody has seen it. */
import { alert, alertListQuery, alertPage } from '@balcao/contracts/api/market-alerts.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { acknowledgeAlert, listAlerts } from './alert-store.ts';
import { readIdCursor } from './read-id-cursor.ts';
import { tellAcknowledged } from './tell-alerts.ts';

interface AlertRouteDeps {
  db: Database;
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
}

const path = '/market/alerts';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export function alertRoutes(deps: AlertRouteDeps): Route[] {
  return [listRoute(deps), acknowledgeRoute(deps)];
}

function listRoute({ db, now }: AlertRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path,
      summary: 'List alerts of rules, newest first',
      access: 'market:read',
      query: alertListQuery,
      answers: { 200: alertPage },
    },
    async ({ query }) => {
      const before = readIdCursor(query.cursor) ?? lastId;
      const rows = await listAlerts(db, query, { before, now: now() });
      const body = toPage(rows, query.limit, { item: (row) => row, key: ({ id }) => [id] });
      return { status: 200, body };
    },
  );
}

/** Also of an alert that is over: who comes in the morning has seen it too. */
function acknowledgeRoute({ outbox, now }: AlertRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: `${path}/:id/acknowledge`,
      summary: 'Say that an alert was seen, open or over; who said it first stays',
      access: 'market:write',
      params: idParams,
      answers: { 200: alert },
      problems: ['not_found'],
    },
    async (tx, { params: { id }, caller }) => {
      const acknowledged = await acknowledgeAlert(tx, id, { by: caller.userId, now: now() });
      tellAcknowledged(tx, acknowledged, outbox);
      return { status: 200, body: acknowledged };
    },
  );
}
