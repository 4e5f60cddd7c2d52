/** Whether a place holds more than a shop that was just installed: what a restore would lose, unless it is forced. */
import pg from 'pg';

const ofEveryService = ['kit_migration', 'service_migration', 'lease'];

/**
 * Tables that migrations fill, and that the first admin does by being made and by logging in. A table that is not named
 * here has to be empty: one that is forgotten, or not ours, is never lost for it.
 */
const filledAtFirst: Record<string, readonly string[]> = {
  auth: [
    'known_device',
    'known_network',
    'login_budget',
    'machine_secret',
    'refresh_token',
    'security_event',
    'session',
    'signing_key',
  ],
  finance: ['account', 'daily_cache', 'journal_head'],
  'market-analyzer': ['evaluation'],
  payment: ['simulator'],
};

/** Of those that are filled at first and later by work: how the rows that are work are chosen. */
const workIn: Record<string, Readonly<Record<string, string>>> = {
  auth: {
    // The first admin and machines are made, and told of: a broker's sender keeps what it told for an hour.
    users: `WHERE role <> 'machine' OFFSET 1`,
    outbox: `WHERE type <> 'user.registered'`,
    outbox_sent: `WHERE type <> 'user.registered'`,
  },
  finance: {
    // The ids of the seeded ones are the same in every shop. None of them is archived but by people.
    category: `WHERE is_archived OR id NOT BETWEEN '01930000-0000-7000-8001-000000000000'
                                            AND '01930000-0000-7000-8001-ffffffffffff'`,
  },
};

/** The name of one; undefined where the service's database has none, or no tables at all. */
export async function occupiedTable(
  client: pg.Client,
  service: string,
): Promise<string | undefined> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  );
  const known = [...ofEveryService, ...(filledAtFirst[service] ?? [])];
  for (const { schema, name } of rows) {
    if (schema === 'public' && known.includes(name)) continue;
    const work = (schema === 'public' && workIn[service]?.[name]) || '';
    const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
    const found = await client.query(`SELECT FROM ${table} ${work} LIMIT 1`);
    if (found.rowCount !== 0) return name;
  }
  return undefined;
}
