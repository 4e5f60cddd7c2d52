/** `Idempotency-Key`: the claim on the key, the effect and the stored answer share one transaction. */
import { createHash, createHmac } from 'node:crypto';
import type { Database, Tx } from '../db.ts';
import { Problem } from '../problem.ts';
import type { Reply } from './route.ts';

export interface IdempotencyClaim {
  /** Owner and key in one, for look-ups in memory. */
  id: string;
  /** The caller: keys of different callers never meet. */
  owner: string;
  /** Hash of the key that the client sent. */
  key: string;
  /** Hash of method, path and body, keyed by the key that the client sent. */
  fingerprint: string;
}

export interface StoredReply {
  fingerprint: string;
  reply: Reply;
  /** False while the first request still waits for the outcome of what it started. */
  isSettled: boolean;
}

const keyPattern = /^[\x21-\x7e]{1,200}$/;

/** The claim of a request; null when it carries no key. */
export function idempotencyClaim(request: {
  key: string | undefined;
  owner: string;
  method: string;
  path: string;
  rawBody: Buffer | undefined;
}): IdempotencyClaim | null {
  const { key, owner, method, path, rawBody } = request;
  if (key === undefined) return null;
  if (!keyPattern.test(key)) {
    throw new Problem(
      'validation_failed',
      'Idempotency-Key must be 1 to 200 visible ASCII characters.',
      {
        pt: 'Idempotency-Key tem de ter de 1 a 200 caracteres ASCII visíveis.',
        errors: [{ path: 'headers.idempotency-key', message: 'use a UUID', pt: 'use um UUID' }],
      },
    );
  }
  // Bodies may hold passwords. Who reads the table has neither the key nor, without it, a way to guess the body.
  const hash = createHmac('sha256', key).update(`${method} ${path}\n`);
  if (rawBody !== undefined) hash.update(rawBody);
  const storedKey = createHash('sha256').update(key).digest('base64url');
  return {
    id: `${owner} ${storedKey}`,
    owner,
    key: storedKey,
    fingerprint: hash.digest('base64url'),
  };
}

interface Row {
  owner: string;
  key: string;
  fingerprint: string;
  status: number;
  headers: Record<string, string> | null;
  body: string | null;
  is_settled: boolean;
}

/**
 * Claims keys; answers, by claim id, what earlier requests with the same keys were answered. Waits for
 * a rival's open transaction. Keys are claimed in sorted order, so that two batches cannot deadlock.
 */
export async function claimKeys(
  tx: Tx,
  claims: IdempotencyClaim[],
): Promise<Map<string, StoredReply>> {
  const owners = claims.map(({ owner }) => owner);
  const keys = claims.map(({ key }) => key);
  const claimed = await tx.query<{ owner: string; key: string }>(
    `INSERT INTO idempotency_key (owner, key, fingerprint)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS c (owner, key, fingerprint)
     ORDER BY c.owner, c.key
     ON CONFLICT DO NOTHING RETURNING owner, key`,
    [owners, keys, claims.map(({ fingerprint }) => fingerprint)],
  );
  if (claimed.length === claims.length) return new Map();
  const fresh = new Set(claimed.map(({ owner, key }) => `${owner} ${key}`));
  const rows = await tx.query<Row>(
    `SELECT k.* FROM idempotency_key k
     JOIN unnest($1::text[], $2::text[]) AS c (owner, key) USING (owner, key)`,
    [owners, keys],
  );
  return new Map(
    rows
      .filter(({ owner, key }) => !fresh.has(`${owner} ${key}`))
      .map((row) => [`${row.owner} ${row.key}`, fromRow(row)]),
  );
}

function fromRow(row: Row): StoredReply {
  const body = row.body === null ? undefined : JSON.parse(row.body);
  return {
    fingerprint: row.fingerprint,
    reply: { status: row.status, body, headers: row.headers ?? {} },
    isSettled: row.is_settled,
  };
}

/** Stores the answers to claimed keys. */
export async function saveReplies(
  tx: Tx,
  replies: { claim: IdempotencyClaim; reply: Reply }[],
  isSettled: boolean,
): Promise<void> {
  await tx.query(
    `UPDATE idempotency_key k
     SET status = r.status, headers = r.headers, body = r.body, is_settled = $6
     FROM unnest($1::text[], $2::text[], $3::int[], $4::jsonb[], $5::text[])
       AS r (owner, key, status, headers, body)
     WHERE k.owner = r.owner AND k.key = r.key`,
    [
      replies.map(({ claim }) => claim.owner),
      replies.map(({ claim }) => claim.key),
      replies.map(({ reply }) => reply.status),
      replies.map(({ reply }) => JSON.stringify(reply.headers ?? {})),
      replies.map(({ reply }) => (reply.body === undefined ? null : JSON.stringify(reply.body))),
      isSettled,
    ],
  );
}

/** Gives back the keys of requests that had no effect: they may be tried again. */
export async function releaseKeys(tx: Tx, claims: IdempotencyClaim[]): Promise<void> {
  await tx.query(
    `DELETE FROM idempotency_key k USING unnest($1::text[], $2::text[]) AS c (owner, key)
     WHERE k.owner = c.owner AND k.key = c.key`,
    [claims.map(({ owner }) => owner), claims.map(({ key }) => key)],
  );
}

/** Replaces the stored answer by the one that the first caller got after waiting. */
export async function storeSettled(
  db: Database,
  claim: IdempotencyClaim,
  reply: Reply,
): Promise<void> {
  await db.query(
    `UPDATE idempotency_key SET status = $3, body = $4, is_settled = true
     WHERE owner = $1 AND key = $2 AND NOT is_settled`,
    [claim.owner, claim.key, reply.status, JSON.stringify(reply.body ?? null)],
  );
}
