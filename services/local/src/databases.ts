/** One database and one role per service on one server. */
import pg from 'pg';

/** Creates what is missing; answers each service's own database URL. Safe to run again. */
export async function createDatabases(
  adminUrl: string,
  services: string[],
  password: string,
): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const urls = new Map<string, string>();
    for (const service of services)
      urls.set(service, await create(client, adminUrl, { service, password }));
    return urls;
  } finally {
    await client.end();
  }
}

async function create(
  client: pg.Client,
  adminUrl: string,
  { service, password }: { service: string; password: string },
): Promise<string> {
  const name = `balcao_${service}`;
  const identifier = client.escapeIdentifier(name);
  const secret = client.escapeLiteral(password);
  const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${identifier} LOGIN PASSWORD ${secret}`);
  const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (databases.rowCount === 0) {
    // Owning needs membership where the administrator is not a superuser.
    await client.query(`GRANT ${identifier} TO CURRENT_USER`);
    await client.query(
      `CREATE DATABASE ${identifier} OWNER ${identifier} TEMPLATE template0 ENCODING 'UTF8'`,
    );
    await client.query(`REVOKE ALL ON DATABASE ${identifier} FROM PUBLIC`);
  }
  const url = new URL(adminUrl);
  url.username = name;
  url.password = password;
  url.pathname = `/${name}`;
  return url.href;
}
