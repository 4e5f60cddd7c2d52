/** Replays over HTTP. */
import { replay, replayQuery } from '@balcao/contracts/api/market-replays.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import type { Database } from '@balcao/kit/db.ts';
import { createGate } from '@balcao/kit/gate.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { type ReplayDatabase, replayInThread } from './replay-thread.ts';
import { findRule } from './rule-store.ts';

interface ReplayRouteDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
  threads: ReplayDatabase;
}

/** Those that wait for the one that runs: more would hold requests for longer than anybody waits. */
const maxWaiting = 4;

/** Stores nothing, tells nobody. One at a time, since each remembers what its windows hold. */
export function replayRoute({ db, now, threads }: ReplayRouteDeps): Route {
  const gate = createGate({
    concurrency: 1,
    maxWaiting,
    refusal: 'Too many replays wait at the moment. Try again.',
  });
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
      const range = { from: Date.parse(query.from), to: Date.parse(query.to) };
      if (range.to > now().getTime()) throw notYet();
      const rule = await findRule(db, id);
      return {
        status: 200,
        body: await gate.run(() => replayInThread({ ...threads, rule, range })),
      };
    },
  );
}

/** What is still to come would change the answer. */
const notYet = () =>
  new Problem('validation_failed', 'The range is not over yet.', {
    errors: [{ path: 'query.to', message: 'must not be in the future' }],
  });
