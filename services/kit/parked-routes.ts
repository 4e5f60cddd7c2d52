/** The API of parked messages, the same in every service: list, read, replay. */
import {
  parkedMessageDetail,
  parkedMessageListQuery,
  parkedMessagePage,
  replayResponse,
} from '@balcao/contracts/api/messages.ts';
import { idParams, id as idSchema } from '@balcao/contracts/ids.ts';
import { decodeCursor, toPage, unusableCursor } from './cursor.ts';
import type { Database } from './db.ts';
import { type DeferredMessage, findParked, listParked, replayParked } from './deferred.ts';
import { type Route, readRoute, writeRoute } from './http/route.ts';
import { Problem } from './problem.ts';

function summary({ id, consumer, attempts, error, deferredAt, message }: DeferredMessage) {
  return {
    id,
    queue: consumer,
    eventId: message.id,
    eventType: message.type,
    subject: message.subject,
    attempts,
    error,
    occurredAt: message.time,
    parkedAt: deferredAt,
    traceparent: message.traceparent,
  };
}

function notParked(id: string): Problem {
  return new Problem('not_found', `No parked message has the id ${id}.`, {
    pt: `Nenhuma mensagem parada tem o id ${id}.`,
  });
}

/** The id after which the page begins; null for the first page. */
function lastId(cursor: string | undefined): string | null {
  const key = decodeCursor(cursor, 1);
  if (key === null) return null;
  const parsed = idSchema.safeParse(key[0]);
  if (!parsed.success) throw unusableCursor();
  return parsed.data;
}

/** Routes under `<prefix>/parked-messages`; put them before routes such as `<prefix>/:id`. */
export function parkedRoutes(prefix: string, db: Database): Route[] {
  const access = 'messages:manage';
  return [
    readRoute(
      {
        method: 'get',
        path: `${prefix}/parked-messages`,
        summary: 'List messages that could not be handled',
        access,
        query: parkedMessageListQuery,
        answers: { 200: parkedMessagePage },
      },
      async ({ query: { limit, cursor, queue, eventType } }) => {
        const after = lastId(cursor);
        const rows = await listParked(db, { after, limit: limit + 1, queue, eventType });
        const page = toPage(rows, limit, { item: summary, key: ({ id }) => [id] });
        return { status: 200, body: page };
      },
    ),
    readRoute(
      {
        method: 'get',
        path: `${prefix}/parked-messages/:id`,
        summary: 'Read a parked message with its payload',
        access,
        params: idParams,
        answers: { 200: parkedMessageDetail },
        problems: ['not_found'],
      },
      async ({ params: { id } }) => {
        const parked = await findParked(db, id);
        if (parked === undefined) throw notParked(id);
        return { status: 200, body: { ...summary(parked), payload: parked.message.data } };
      },
    ),
    writeRoute(
      {
        method: 'post',
        path: `${prefix}/parked-messages/:id/replay`,
        summary: 'Handle a parked message again',
        access,
        params: idParams,
        answers: { 202: replayResponse },
        problems: ['not_found'],
      },
      async (tx, { params: { id } }) => {
        if (!(await replayParked(tx, id))) throw notParked(id);
        return { status: 202, body: { id, isQueued: true } };
      },
    ),
  ];
}
