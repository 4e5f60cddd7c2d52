/** Entries made by hand, over HTTP. */
import {
  createEntriesRequest,
  createEntryRequest,
  type Entry,
  entriesResponse,
  entry,
  entryListQuery,
  entryPage,
  reverseEntryRequest,
} from '@balcao/contracts/api/finance.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { idParams, id as idSchema } from '@balcao/contracts/ids.ts';
import { decodeCursor, toPage, unusableCursor } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { batchRoute, type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { z } from 'zod';
import { EntryFault, refuse } from './entry-fault.ts';
import { type EntryPosition, findEntry, listEntries } from './entry-store.ts';
import { postEntries } from './post-entry.ts';
import { type ReverseDeps, reverseEntry } from './reverse-entry.ts';

export interface EntryRouteDeps extends ReverseDeps {
  db: Database;
}

/** The ways in which an entry can be refused beside its form. */
const entryProblems = [
  'already_exists',
  'period_closed',
  'unknown_category',
  'does_not_fit',
] as const;

export function entryRoutes(deps: EntryRouteDeps): Route[] {
  return [createRoute(deps), bulkRoute(deps), reverseRoute(deps), listRoute(deps), getRoute(deps)];
}

function createRoute(deps: EntryRouteDeps): Route {
  return batchRoute(
    {
      method: 'post',
      path: '/finance/entries',
      summary: 'Enter money that came in or went out',
      access: 'finance:write',
      body: createEntryRequest,
      answers: { 201: entry },
      problems: [...entryProblems],
    },
    async (tx, requests) => {
      const commands = requests.map(({ body, caller, traceparent }) => ({
        ...body,
        createdBy: caller.userId,
        traceparent,
        origin: 'manual' as const,
      }));
      const outcomes = await postEntries(tx, commands, deps);
      return outcomes.map((outcome) =>
        outcome instanceof EntryFault ? refuse([outcome]) : { status: 201, body: outcome },
      );
    },
  );
}

/** Far above a thousand entries with short descriptions, and enough for as many long ones. */
const maxBulkBytes = 1_048_576;

function bulkRoute(deps: EntryRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/finance/entries/bulk',
      summary: 'Enter many at once: all of them, or none when one cannot be entered',
      access: 'finance:write',
      body: createEntriesRequest,
      maxBodyBytes: maxBulkBytes,
      answers: { 201: entriesResponse },
      problems: [...entryProblems],
    },
    async (tx, { body, caller: { userId: createdBy }, traceparent }) => {
      const commands = body.entries.map((one) => ({
        ...one,
        createdBy,
        traceparent,
        origin: 'manual' as const,
      }));
      const items = requireAll(await postEntries(tx, commands, deps));
      return { status: 201, body: { items } };
    },
  );
}

/** Throws, and so undoes all of them, when there is a fault among them; names each by its index. */
function requireAll(outcomes: (Entry | EntryFault)[]): Entry[] {
  const faults = outcomes.flatMap((outcome, index) =>
    outcome instanceof EntryFault
      ? new EntryFault(outcome.code, `entries[${index}].${outcome.path}`, outcome)
      : [],
  );
  if (faults.length > 0) throw refuse(faults);
  return outcomes.flatMap((outcome) => (outcome instanceof EntryFault ? [] : outcome));
}

function reverseRoute(deps: EntryRouteDeps): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/finance/entries/:id/reverse',
      summary: 'Take an entry back, once, by one that mirrors it',
      access: 'finance:write',
      params: idParams,
      body: reverseEntryRequest,
      answers: { 201: entry },
      problems: ['not_found', 'invalid_transition', 'period_closed', 'already_exists'],
    },
    async (tx, { params: { id: entryId }, body: wish, caller, traceparent }) => {
      const command = { ...wish, entryId, reversedBy: caller.userId, traceparent };
      return { status: 201, body: await reverseEntry(tx, command, deps) };
    },
  );
}

function getRoute({ db }: EntryRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/finance/entries/:id',
      summary: 'Read an entry',
      access: 'finance:read',
      params: idParams,
      answers: { 200: entry },
      problems: ['not_found'],
    },
    async ({ params: { id } }) => {
      const body = await findEntry(db, id);
      if (body !== undefined) return { status: 200, body };
      throw new Problem('not_found', `There is no entry with the id ${id}.`);
    },
  );
}

function listRoute({ db }: EntryRouteDeps): Route {
  return readRoute(
    {
      method: 'get',
      path: '/finance/entries',
      summary: 'List entries, the latest day first',
      access: 'finance:read',
      query: entryListQuery,
      answers: { 200: entryPage },
    },
    async ({ query }) => {
      const rows = await listEntries(db, query, readPosition(query.cursor));
      const body = toPage(rows, query.limit, {
        item: (row) => row,
        key: ({ date, id }) => [date, id],
      });
      return { status: 200, body };
    },
  );
}

const position = z.tuple([businessDate, idSchema]);

function readPosition(cursor: string | undefined): EntryPosition | null {
  const key = decodeCursor(cursor, 2);
  if (key === null) return null;
  const parsed = position.safeParse(key);
  if (!parsed.success) throw unusableCursor();
  const [date, id] = parsed.data;
  return { date, id };
}
