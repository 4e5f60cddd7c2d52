/** The SQL on databases of a server: which there are, whether they hold anything, making and naming them. */
import pg from 'pg';

const quoted = (name: string) => pg.escapeIdentifier(name);

/** A comment on a database, which is where a restore notes what it holds; undefined where there is no such database. */
export async function readNote(client: pg.Client, database: string): Promise<string | undefined> {
  const { rows } = await client.query<{ note: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1`,
    [database],
  );
  return rows[0] === undefined ? undefined : (rows[0].note ?? '');
}

export async function writeNote(client: pg.Client, database: string, note: string): Promise<void> {
  await client.query(`COMMENT ON DATABASE ${quoted(database)} IS ${pg.escapeLiteral(note)}`);
}

export async function hasRole(client: pg.Client, role: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  return rowCount === 1;
}

/** Whether the connection's database has a table. */
export async function hasTables(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace NOT IN (
       SELECT oid FROM pg_namespace WHERE nspname = 'information_schema' OR nspname LIKE 'pg\\_%')) AS has`,
  );
  return rows[0]?.has === true;
}

/** Makes an empty database as the set-up of a cluster does: of its owner alone. */
export async function createDatabase(
  client: pg.Client,
  database: string,
  owner: string | null,
): Promise<void> {
  const ofOwner = owner === null ? '' : ` OWNER ${quoted(owner)}`;
  await client.query(
    `CREATE DATABASE ${quoted(database)}${ofOwner} TEMPLATE template0 ENCODING 'UTF8'`,
  );
  await client.query(`REVOKE ALL ON DATABASE ${quoted(database)} FROM PUBLIC`);
}

/** Ends the sessions in it first. */
export async function dropDatabase(client: pg.Client, database: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${quoted(database)} WITH (FORCE)`);
}

export async function renameDatabase(client: pg.Client, from: string, to: string): Promise<void> {
  await client.query(`ALTER DATABASE ${quoted(from)} RENAME TO ${quoted(to)}`);
}

/** What is made from then on belongs to the role. */
export async function becomeOwner(client: pg.Client, role: string): Promise<void> {
  await client.query(`SET ROLE ${quoted(role)}`);
}

/** The rows of each table that has rows of its own. */
export async function countRows(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname COLLATE "C"`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await client.query<{ n: string }>(
      `SELECT count(*) AS n FROM public.${quoted(name)}`,
    );
    counts[name] = Number(counted.rows[0]?.n);
  }
  return counts;
}
