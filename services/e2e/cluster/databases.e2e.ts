/** The script that makes databases needs no superuser, and may run again: it repairs what differs. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { chartDir } from './chart.ts';
import { release } from './installation.ts';
import { kubectl } from './kubectl.ts';

const server = `${release}-postgres-0`;
const roles = '/tmp/probe-roles';
// By its own address: the image trusts whoever comes from the loopback.
const asSuperuser = 'export PGHOST=$(hostname -i) PGUSER=postgres PGPASSWORD="$POSTGRES_PASSWORD"';
const asAdmin = 'export PGHOST=$(hostname -i) PGUSER=probe_admin PGPASSWORD=admin';

/** Where the script itself runs: it and its psql are in the server's image. */
const bash = (script: string) => kubectl('exec', server, '--', 'bash', '-ec', script);
const sql = (login: string, statement: string, database = 'postgres') =>
  bash(`${login}; psql -qAt -v ON_ERROR_STOP=1 -d ${database} -c "${statement}"`);

describe('the Job that makes databases', function () {
  this.timeout(120_000);

  after(async () => {
    await sql(asSuperuser, 'DROP DATABASE IF EXISTS probe');
    await sql(asSuperuser, 'DROP ROLE IF EXISTS probe');
    await sql(asSuperuser, 'DROP OWNED BY probe_admin');
    await sql(asSuperuser, 'DROP ROLE probe_admin');
    await bash(`rm -rf ${roles}`);
  });

  it('works for an admin who may make roles and databases and no more, again and again', async () => {
    const script = await readFile(`${chartDir}/files/create-databases.sh`, 'utf8');
    await sql(asSuperuser, "CREATE ROLE probe_admin LOGIN CREATEDB CREATEROLE PASSWORD 'admin'");
    await sql(asSuperuser, 'GRANT CONNECT ON DATABASE postgres TO probe_admin');
    for (const password of ['first', 'second']) {
      await bash(`mkdir -p ${roles}; printf ${password} > ${roles}/probe`);
      const said = await bash(`${asAdmin} ROLES=${roles}\n${script}`);
      assert.match(said, /role and database probe are there/);
      const login = `export PGHOST=$(hostname -i) PGUSER=probe PGPASSWORD=${password}`;
      assert.equal((await sql(login, 'SELECT current_database()', 'probe')).trim(), 'probe');
    }
    const old = 'export PGHOST=$(hostname -i) PGUSER=probe PGPASSWORD=first';
    await assert.rejects(sql(old, 'SELECT 1', 'probe'), /password authentication failed/);
  });
});
