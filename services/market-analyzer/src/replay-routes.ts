/** Replays over HTTP: the answer alone, or with events on the way to it. */
import {
  type ReplayQuery,
  replay,
  replayFailure,
  replayProgress,
  replayQuery,
} from '@balcao/contracts/api/market-replays.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Database } from '@balcao/kit/db.ts';
import { createGate, type Gate } from '@balcao/kit/gate.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { streamRoute } from '@balcao/kit/http/stream-route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { followReplay } from './follow-replay.ts';
import { type ReplayDatabase, type ReplayTask, replayInThread } from './replay-thread.ts';
import { findRule } from './rule-store.ts';

interface ReplayRouteDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
  threads: ReplayDatabase;
}

interface GatedDeps extends ReplayRouteDeps {
  gate: Gate;
}

/** Those that wait for the one that runs: more would hold requests for longer than anybody waits. */
const maxWaiting = 4;

/** Store nothing, tell nobody. One at a time, since each remembers what its windows hold. */
export function replayRoutes(deps: ReplayRouteDeps): Route[] {
  const gate = createGate({
    concurrency: 1,
    maxWaiting,
    refusal: {
      message: 'Too many replays wait at the moment. Try again.',
      pt: 'Há testes demais esperando no momento. Tente de novo.',
    },
  });
  return [answerRoute({ ...deps, gate }), followRoute({ ...deps, gate })];
}

function answerRoute({ gate, ...deps }: GatedDeps): Route {
  return readRoute(
    {
      method: 'post',
      path: '/market/rules/:id/replay',
      summary:
        'Play the stored quotes of a range through a rule: which alerts would there have been',
      access: 'market:read',
      params: idParams,
      query: replayQuery,
      answers: { 200: replay },
      problems: ['not_found'],
    },
    async ({ params: { id }, query }) => {
      const task = await taskOf(id, query, deps);
      return { status: 200, body: await gate.run(() => replayInThread(task)) };
    },
  );
}

function followRoute({ gate, ...deps }: GatedDeps): Route {
  return streamRoute(
    {
      path: '/market/rules/:id/replay/stream',
      summary:
        'The same replay, which tells how far it is until its result or a problem ends it. Who leaves ends it, too.',
      access: 'market:read',
      params: idParams,
      query: replayQuery,
      events: { progress: replayProgress, result: replay, problem: replayFailure },
      problems: ['not_found'],
    },
    async ({ params: { id }, query, language }) => {
      const task = await taskOf(id, query, deps);
      return (signal) => followReplay(task, { gate, language, signal });
    },
  );
}

/** Throws `not_found`, and `validation_failed` for a range that is not over: what is still to come would change the answer. */
async function taskOf(
  id: string,
  query: ReplayQuery,
  { db, now, threads }: ReplayRouteDeps,
): Promise<ReplayTask> {
  const range = { from: Date.parse(query.from), to: Date.parse(query.to) };
  if (range.to > now().getTime()) throw notYet();
  return { ...threads, range, rule: await findRule(db, id) };
}

const notYet = () =>
  new Problem('validation_failed', 'The range is not over yet.', {
    pt: 'O período ainda não terminou.',
    errors: [
      { path: 'query.to', message: 'must not be in the future', pt: 'não pode estar no futuro' },
    ],
  });
