/** The database server of the shop, asked where it runs. */
import { release } from './installation.ts';
import { kubectl } from './kubectl.ts';

// By its own address: the image trusts whoever comes from the loopback.
const logIn = (user: string, password: string) =>
  `export PGHOST=$(hostname -i) PGUSER=${user} PGPASSWORD=${password}`;

export const asSuperuser = logIn('postgres', '"$POSTGRES_PASSWORD"');
export const asRole = (user: string, password: string) => logIn(user, `'${password}'`);

/** Runs a script beside the server, whose image has bash and psql. */
export const onServer = (script: string): Promise<string> =>
  kubectl('exec', `${release}-postgres-0`, '--', 'bash', '-ec', script);

/** What a statement answers, as psql prints it without headings. */
export const sql = (login: string, statement: string, database = 'postgres'): Promise<string> =>
  onServer(`${login}; psql -qAt -v ON_ERROR_STOP=1 -d ${database} -c "${statement}"`);
