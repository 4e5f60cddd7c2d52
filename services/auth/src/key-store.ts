/** Signing keys in the database. Times are the database's, so that replicas agree on them. */
import type { Jwk, JwksResponse, RotateKeysResponse } from '@balcao/contracts/api/auth.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import {
  longestTokenSeconds,
  publishedAheadSeconds,
  type SigningKey,
  slackSeconds,
} from './signing-key.ts';

/** Only one replica at a time adds keys. */
export async function lockKeys(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('balcao.auth.keys'))`);
}

/** Days since the newest key was made; null when there is none. */
export async function readKeyAgeDays(db: Queryable): Promise<number | null> {
  const [row] = await db.query<{ days: number | null }>(
    `SELECT extract(epoch FROM clock_timestamp() - max(created_at))::float8 / 86400 AS days
     FROM signing_key`,
  );
  return row?.days ?? null;
}

/** Publishes a key. It signs after some seconds; the very first one signs at once. */
export async function insertKey(tx: Tx, key: SigningKey): Promise<RotateKeysResponse> {
  const { kid, privatePkcs8, publicJwk } = key;
  const [row] = await tx.query<{ created_at: string; active_from: string }>(
    `INSERT INTO signing_key (kid, private_pkcs8, public_jwk, created_at, active_from)
     SELECT $1, $2, $3::jsonb, t.now, CASE WHEN EXISTS (SELECT FROM signing_key)
       THEN t.now + make_interval(secs => $4) ELSE t.now END
     FROM (SELECT clock_timestamp() AS now) t
     RETURNING created_at, active_from`,
    [kid, privatePkcs8, JSON.stringify(publicJwk), publishedAheadSeconds],
  );
  if (row === undefined) throw new Error('the signing key was not stored');
  return { kid, createdAt: row.created_at, activeFrom: row.active_from };
}

/** Lets the former keys expire when the last tokens that they can still sign are dead. */
export async function retireKeysBefore(tx: Tx, kid: string): Promise<void> {
  await tx.query(
    `UPDATE signing_key k SET expires_at = n.active_from + make_interval(secs => $2)
     FROM signing_key n WHERE n.kid = $1 AND k.kid <> n.kid AND k.expires_at IS NULL`,
    [kid, longestTokenSeconds + slackSeconds],
  );
}

/** The key that signs now. */
export async function readSigningKey(
  db: Queryable,
): Promise<{ kid: string; privatePkcs8: string }> {
  const [row] = await db.query<{ kid: string; private_pkcs8: string }>(
    `SELECT kid, private_pkcs8 FROM signing_key WHERE active_from <= clock_timestamp()
     ORDER BY active_from DESC, kid DESC LIMIT 1`,
  );
  if (row === undefined) throw new Error('there is no signing key');
  return { kid: row.kid, privatePkcs8: row.private_pkcs8 };
}

/** The public keys of all tokens that are or may soon be alive. */
export async function readJwks(db: Queryable): Promise<JwksResponse> {
  const rows = await db.query<{ public_jwk: Jwk }>(
    `SELECT public_jwk FROM signing_key WHERE expires_at IS NULL OR expires_at > now()
     ORDER BY active_from DESC, kid DESC`,
  );
  return { keys: rows.map((row) => row.public_jwk) };
}

/** Removes keys whose tokens are dead, the private halves with them. */
export async function forgetKeys(db: Queryable): Promise<void> {
  await db.query('DELETE FROM signing_key WHERE expires_at < now()');
}
