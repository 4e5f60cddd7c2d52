/** Answers to keyed requests, kept near: a storm of repeats is answered without the database. */
import { z } from 'zod';
import { type Cache, createCache } from '../cache.ts';
import type { Logger } from '../log.ts';
import type { Redis } from '../redis.ts';
import { asReplay } from './answer-batch.ts';
import type { IdempotencyClaim } from './idempotency.ts';
import type { Reply } from './route.ts';

const keptReply = z.object({
  fingerprint: z.string(),
  status: z.int(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown(),
});

export type ReplayCache = Cache<z.output<typeof keptReply>>;

const ttlSeconds = 600;

/** An answer that was given is never another: the table has it for good, this has it for ten minutes. */
export function createReplayCache(service: string, redis: Redis | null, log: Logger): ReplayCache {
  return createCache(redis, { name: `reply:${service}`, schema: keptReply, ttlSeconds, log });
}

/** The earlier answer to the same request; anything else goes on to the table, which knows it all. */
export async function findReplay(
  cache: ReplayCache,
  claim: IdempotencyClaim,
): Promise<Reply | undefined> {
  const kept = await cache.get(claim.id);
  if (kept === undefined || kept.fingerprint !== claim.fingerprint) return undefined;
  const { status, headers = {}, body } = kept;
  return asReplay({ status, headers, body });
}

/** Keeps an answer that has been committed; nobody waits for it. */
export function keepReplay(cache: ReplayCache, claim: IdempotencyClaim, reply: Reply): void {
  const { fingerprint } = claim;
  const { status, headers, body } = reply;
  void cache.set(claim.id, { fingerprint, status, headers, body });
}
