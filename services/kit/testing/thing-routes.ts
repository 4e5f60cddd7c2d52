/** Routes of every kind, as a service would declare them, for tests of the HTTP layer. */
import { id, idParams } from '@balcao/contracts/ids.ts';
import { pageParameters } from '@balcao/contracts/page.ts';
import { text } from '@balcao/contracts/text.ts';
import { z } from 'zod';
import type { Tx } from '../db.ts';
import { batchRoute, type Route, readRoute, writeRoute } from '../http/route.ts';
import { newId } from '../ids.ts';
import { Problem } from '../problem.ts';

const body = z.strictObject({
  name: text(50),
  lines: z.array(z.strictObject({ amount: z.int() })).default([]),
});
const thing = z.object({ id, name: z.string() });
const accessed = { access: 'catalogue:write', answers: { 201: thing } } as const;

async function insert(tx: Tx, name: string) {
  const created = newId();
  await tx.query('INSERT INTO effect (event_id, subject) VALUES ($1, $2)', [created, name]);
  return { status: 201, body: { id: created, name } };
}

/** `failures` maps the last segment of `GET /failures/:kind` to what happens there. */
export function thingRoutes(failures: Record<string, () => Promise<never> | never> = {}): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/things',
        summary: 'List',
        access: 'catalogue:read',
        query: z.strictObject({ ...pageParameters, q: text(50).optional() }),
        answers: { 200: z.object({ limit: z.int() }) },
      },
      async ({ query: { limit } }) => ({ status: 200, body: { limit } }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/things/:id',
        summary: 'Read',
        access: 'public',
        params: idParams,
        answers: { 200: z.object({ id }) },
      },
      async ({ params }) => ({ status: 200, body: params }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/address',
        summary: 'Whose request it is',
        access: 'public',
        answers: { 200: z.object({ ip: z.string() }) },
      },
      async ({ ip }) => ({ status: 200, body: { ip } }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/failures/:kind',
        summary: 'Fail',
        access: 'public',
        params: z.strictObject({ kind: z.string() }),
        answers: { 200: null },
      },
      async ({ params: { kind } }) => {
        await failures[kind]?.();
        return { status: 200 };
      },
    ),
    writeRoute(
      { ...accessed, method: 'post', path: '/things', summary: 'Create', body },
      (tx, request) => insert(tx, request.body.name),
    ),
    writeRoute(
      { ...accessed, method: 'put', path: '/things', summary: 'Replace', body },
      (tx, request) => insert(tx, request.body.name),
    ),
    batchRoute(
      { ...accessed, method: 'post', path: '/batches', summary: 'Create many together', body },
      async (tx, requests) => {
        const outcomes = [];
        for (const {
          body: { name },
        } of requests) {
          const isRefused = name === 'refused';
          outcomes.push(
            isRefused ? new Problem('conflict', 'Not this one.') : await insert(tx, name),
          );
          if (name === 'broken') throw new Error('the whole batch fails');
        }
        return outcomes;
      },
    ),
    writeRoute(
      {
        method: 'post',
        path: '/things/touch',
        summary: 'Nothing needs to be said',
        access: 'authenticated',
        body: z.strictObject({ reason: text(50).optional() }),
        answers: { 200: z.object({ reason: z.string().nullable() }) },
      },
      async (_tx, request) => ({ status: 200, body: { reason: request.body.reason ?? null } }),
    ),
  ];
}
