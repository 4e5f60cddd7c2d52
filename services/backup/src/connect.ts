/** Connections to the server: plain ones, since a dump holds a transaction open and a restore makes databases. */
import pg from 'pg';

const connectTimeoutMs = 10_000;

/** Opens a connection, to another database of the same server where one is named. */
export async function connect(serverUrl: string, database?: string): Promise<pg.Client> {
  const url = new URL(serverUrl);
  if (database !== undefined) url.pathname = `/${encodeURIComponent(database)}`;
  const client = new pg.Client({
    connectionString: url.href,
    application_name: 'balcao-backup',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
  // Whoever uses the connection next is told that it broke.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs `work` with a connection that is closed whatever happens. */
export async function withConnection<T>(
  serverUrl: string,
  database: string | undefined,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(serverUrl, database);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
