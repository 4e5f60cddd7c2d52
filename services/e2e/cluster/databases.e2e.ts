/** The script that makes databases needs no superuser, and may run again: it repairs what differs. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { chartDir } from './chart.ts';
import { asRole, asSuperuser, onServer, sql } from './sql.ts';

const roles = '/tmp/probe-roles';
const asAdmin = asRole('probe_admin', 'admin');

describe('the Job that makes databases', function () {
  this.timeout(120_000);

  after(async () => {
    await sql(asSuperuser, 'DROP DATABASE IF EXISTS probe');
    await sql(asSuperuser, 'DROP ROLE IF EXISTS probe');
    await sql(asSuperuser, 'DROP OWNED BY probe_admin');
    await sql(asSuperuser, 'DROP ROLE probe_admin');
    await onServer(`rm -rf ${roles}`);
  });

  it('works for an admin who may make roles and databases and no more, again and again', async () => {
    const script = await readFile(`${chartDir}/files/create-databases.sh`, 'utf8');
    await sql(asSuperuser, "CREATE ROLE probe_admin LOGIN CREATEDB CREATEROLE PASSWORD 'admin'");
    await sql(asSuperuser, 'GRANT CONNECT ON DATABASE postgres TO probe_admin');
    for (const password of ['first', 'second']) {
      await onServer(`mkdir -p ${roles}; printf ${password} > ${roles}/probe`);
      const said = await onServer(`${asAdmin} ROLES=${roles}\n${script}`);
      assert.match(said, /role and database probe are there/);
      const login = asRole('probe', password);
      assert.equal((await sql(login, 'SELECT current_database()', 'probe')).trim(), 'probe');
    }
    const old = asRole('probe', 'first');
    await assert.rejects(sql(old, 'SELECT 1', 'probe'), /password authentication failed/);
  });
});
