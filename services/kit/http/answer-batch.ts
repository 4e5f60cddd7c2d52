/** Answers requests that share a transaction, each with its own outcome and `Idempotency-Key`. */
import type { Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import {
  claimKeys,
  type IdempotencyClaim,
  releaseKeys,
  type StoredReply,
  saveReplies,
} from './idempotency.ts';
import type { Outcome, Reply } from './route.ts';

/** Concurrent repeats within this process wait for the first instead of holding a connection each. */
export function createOnce() {
  const inFlight = new Map<string, { fingerprint: string; reply: Promise<Reply> }>();
  return async (claim: IdempotencyClaim | null, work: () => Promise<Reply>): Promise<Reply> => {
    if (claim === null) return work();
    const first = inFlight.get(claim.id);
    if (first?.fingerprint === claim.fingerprint) return asReplay(await first.reply);
    if (first !== undefined) throw keyReused();
    const reply = work().finally(() => inFlight.delete(claim.id));
    inFlight.set(claim.id, { fingerprint: claim.fingerprint, reply });
    return reply;
  };
}

export function asReplay(reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, 'Idempotency-Replayed': 'true' } };
}

function keyReused(): Problem {
  return new Problem(
    'idempotency_key_reused',
    'This Idempotency-Key was used for another request. Use a new key.',
    { pt: 'Esta Idempotency-Key já foi usada para outro pedido. Use uma nova.' },
  );
}

/** An answer, and how final it is. */
export interface Answer {
  reply: Reply;
  isSettled: boolean;
  isReplay: boolean;
}

/** Runs requests together, or each on its own when one of them spoils it for the others. */
export async function runOrSplit<R>(
  requests: R[],
  run: (requests: R[]) => Promise<PromiseSettledResult<Answer>[]>,
): Promise<PromiseSettledResult<Answer>[]> {
  try {
    return await run(requests);
  } catch (error) {
    if (requests.length === 1 || isUnavailable(error)) throw error;
    const alone = await Promise.allSettled(requests.map((request) => run([request])));
    return alone.map((result) => (result.status === 'fulfilled' ? first(result.value) : result));
  }
}

function first(results: PromiseSettledResult<Answer>[]): PromiseSettledResult<Answer> {
  const [result] = results;
  if (result === undefined) throw new Error('a batch of one gave no outcome');
  return result;
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'unavailable';
}

interface BatchWork<R> {
  requests: R[];
  handle: (tx: Tx, requests: R[]) => Promise<Outcome[]>;
  isSettled: boolean;
}

/** Claims the keys, handles what is new, and stores the answers. */
export async function answerBatch<R extends { idempotency: IdempotencyClaim | null }>(
  tx: Tx,
  { requests, handle, isSettled }: BatchWork<R>,
): Promise<PromiseSettledResult<Answer>[]> {
  const claims = requests.flatMap(({ idempotency }) => idempotency ?? []);
  const earlier = claims.length === 0 ? new Map() : await claimKeys(tx, claims);
  const news = requests.filter(({ idempotency }) => !isKnown(earlier, idempotency));
  const outcomes = news.length === 0 ? [] : await handle(tx, news);
  const byRequest = new Map(news.map((request, index) => [request, outcomes[index]]));
  if (claims.length > 0) await keepOutcomes(tx, byRequest, isSettled);
  return requests.map((request) => {
    const stored = request.idempotency && earlier.get(request.idempotency.id);
    return stored
      ? replay(stored, request.idempotency)
      : settled(byRequest.get(request), isSettled);
  });
}

function isKnown(earlier: Map<string, StoredReply>, claim: IdempotencyClaim | null): boolean {
  return claim !== null && earlier.has(claim.id);
}

async function keepOutcomes<R extends { idempotency: IdempotencyClaim | null }>(
  tx: Tx,
  outcomes: Map<R, Outcome | undefined>,
  isSettled: boolean,
): Promise<void> {
  const replies: { claim: IdempotencyClaim; reply: Reply }[] = [];
  const failed: IdempotencyClaim[] = [];
  for (const [{ idempotency: claim }, outcome] of outcomes) {
    if (claim === null || outcome === undefined) continue;
    if (outcome instanceof Problem) failed.push(claim);
    else replies.push({ claim, reply: outcome });
  }
  if (replies.length > 0) await saveReplies(tx, replies, isSettled);
  if (failed.length > 0) await releaseKeys(tx, failed);
}

function settled(outcome: Outcome | undefined, isSettled: boolean): PromiseSettledResult<Answer> {
  if (outcome === undefined) return { status: 'rejected', reason: new Error('no outcome') };
  if (outcome instanceof Problem) return { status: 'rejected', reason: outcome };
  return { status: 'fulfilled', value: { reply: outcome, isSettled, isReplay: false } };
}

function replay(stored: StoredReply, claim: IdempotencyClaim | null): PromiseSettledResult<Answer> {
  if (stored.fingerprint !== claim?.fingerprint) {
    return { status: 'rejected', reason: keyReused() };
  }
  const { reply, isSettled } = stored;
  return {
    status: 'fulfilled',
    value: { reply: asReplay(reply), isSettled, isReplay: true },
  };
}
