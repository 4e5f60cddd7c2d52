/** From where users have logged in before: networks, and devices that hold a token of ours. */
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Credentials } from './user-store.ts';

/** What a login is checked and counted against. */
export interface LoginFacts {
  /** Undefined where no account has the e-mail. */
  credentials: Credentials | undefined;
  isKnownNetwork: boolean;
  /** Whether this user has logged in from the device before. */
  isKnownDevice: boolean;
  /** Whether anybody has. */
  isDevice: boolean;
}

interface Row {
  user_id: string | null;
  is_active: boolean;
  password_hash: string;
  is_known_network: boolean;
  is_known_device: boolean;
  is_device: boolean;
}

/** One statement, the same for known and unknown e-mails. `device` is the hash of a device token. */
export async function readLoginFacts(
  db: Queryable,
  { email, client, device }: { email: string; client: string; device: Buffer | null },
): Promise<LoginFacts> {
  const [row] = await db.query<Row>(
    `SELECT u.id AS user_id, u.is_active, u.password_hash,
       EXISTS (SELECT FROM known_network n WHERE n.user_id = u.id AND n.client = $2)
         AS is_known_network,
       EXISTS (SELECT FROM known_device d WHERE d.user_id = u.id AND d.hash = $3) AS is_known_device,
       EXISTS (SELECT FROM known_device d WHERE d.hash = $3) AS is_device
     FROM (SELECT) one LEFT JOIN users u ON u.email = $1 AND u.role <> 'machine'`,
    [email, client, device],
  );
  if (row === undefined) throw new Error('the login was not read');
  const { user_id: userId, is_active: isActive, password_hash: passwordHash } = row;
  return {
    credentials: userId === null ? undefined : { userId, email, isActive, passwordHash },
    isKnownNetwork: row.is_known_network,
    isKnownDevice: row.is_known_device,
    isDevice: row.is_device,
  };
}

/** Remembers that the user has logged in from this network and this device. */
export function rememberClient(
  tx: Tx,
  { userId, client, device }: { userId: string; client: string; device: Buffer },
): void {
  tx.send(
    `INSERT INTO known_network (user_id, client) VALUES ($1, $2)
     ON CONFLICT (user_id, client) DO UPDATE SET last_used_at = now()`,
    [userId, client],
  );
  tx.send(
    `INSERT INTO known_device (hash, user_id) VALUES ($2, $1)
     ON CONFLICT (hash, user_id) DO UPDATE SET last_used_at = now()`,
    [userId, device],
  );
}

/** Forgets networks and devices from which nobody has logged in for `days`. */
export async function forgetClients(db: Queryable, days: number): Promise<void> {
  for (const table of ['known_network', 'known_device']) {
    await db.query(`DELETE FROM ${table} WHERE last_used_at < now() - make_interval(days => $1)`, [
      days,
    ]);
  }
}
