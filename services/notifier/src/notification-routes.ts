/** The inbox over HTTP: its pages, and what comes into it as it comes. */
import {
  notification,
  notificationListQuery,
  notificationPage,
} from '@balcao/contracts/api/notifications.ts';
import { id as idSchema } from '@balcao/contracts/ids.ts';
import { severities } from '@balcao/contracts/severity.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { streamRoute } from '@balcao/kit/http/stream-route.ts';
import { eventsFor } from './audience.ts';
import type { InboxWatch } from './inbox-watch.ts';
import {
  findPlace,
  listNotifications,
  readNewestPlace,
  withoutPlace,
} from './notification-store.ts';

interface Deps {
  db: Database;
  watch: InboxWatch;
}

export function notificationRoutes(deps: Deps): Route[] {
  return [listRoute(deps), followRoute(deps)];
}

function listRoute({ db }: Deps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/notifications',
      summary: 'What the caller should look at, the newest first',
      access: 'notifications:read',
      query: notificationListQuery,
      answers: { 200: notificationPage },
    },
    async ({ query: { limit, cursor, event, severity }, caller }) => {
      const allowed = eventsFor(caller.role);
      const rows = await listNotifications(db, {
        events: event === undefined ? allowed : allowed.filter((one) => one === event),
        severities: severity === undefined ? [...severities] : [severity],
        before: readPlace(cursor),
        limit,
      });
      const body = toPage(rows, limit, { item: withoutPlace, key: ({ seq }) => [seq] });
      return { status: 200, body };
    },
  );
}

function followRoute({ db, watch }: Deps): Route {
  return streamRoute(
    {
      path: '/notifications/stream',
      summary:
        'What the caller should look at, as it comes; with Last-Event-ID first what came since that one',
      access: 'notifications:read',
      events: { notification },
    },
    async ({ caller, header }) => {
      const after = await placeAfter(db, header('last-event-id'));
      const events = eventsFor(caller.role);
      return async function* (signal) {
        for await (const placed of watch.follow({ after, events }, signal))
          yield { event: 'notification', id: placed.id, data: withoutPlace(placed) };
      };
    },
  );
}

/** An id that is not known is that of a page of another shop: it begins now, as one without an id does. */
async function placeAfter(db: Database, lastEventId: string | undefined): Promise<number> {
  const parsed = idSchema.safeParse(lastEventId);
  const place = parsed.success ? await findPlace(db, parsed.data) : undefined;
  return place ?? readNewestPlace(db);
}

function readPlace(cursor: string | undefined): number | null {
  const [text] = decodeCursor(cursor, 1) ?? [];
  if (text === undefined) return null;
  const place = Number(text);
  if (!Number.isSafeInteger(place) || place < 1) throw unusableCursor();
  return place;
}
