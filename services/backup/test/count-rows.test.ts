/** Protects: a backup knows how many rows it has, in whatever pieces the server's answer comes; else its drill fails. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@balcao/kit/testing/database.ts';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { dumpDatabase } from '../src/dump-database.ts';

describe('the rows of a dump', () => {
  let database: TestDatabase;
  let crumbler: Server;

  before(async () => {
    database = await createTestDatabase();
    crumbler = await openCrumbler(database.url);
  });
  after(async () => {
    crumbler.close();
    await database.drop();
  });

  it('are counted, though the end of each table comes byte by byte', async () => {
    const tables = Array.from({ length: 5 }, (_none, n) => `t${n}`);
    const client = new pg.Client(database.url);
    await client.connect();
    for (const [rows, table] of tables.entries()) {
      await client.query(`CREATE TABLE ${table} AS SELECT n FROM generate_series(1, ${rows}) AS n`);
    }
    await client.end();

    const rows: Record<string, number> = {};
    const slow = new pg.Client(through(crumbler, database.url));
    await slow.connect();
    for await (const part of dumpDatabase(slow, 'test', rows)) assert.ok(part.kind);
    await slow.end();
    assert.deepEqual(rows, { t0: 0, t1: 1, t2: 2, t3: 3, t4: 4 });
  });
});

function through(server: Server, target: string): string {
  const url = new URL(target);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  url.host = `127.0.0.1:${address.port}`;
  return url.href;
}

/** Passes on what the server says byte by byte, each as soon as the one before has gone. */
async function openCrumbler(target: string): Promise<Server> {
  const { hostname, port } = new URL(target);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.setNoDelay().pipe(far);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    void crumble(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function crumble(from: Socket, to: Socket): Promise<void> {
  for await (const data of from) {
    for (const byte of data) {
      to.write(Buffer.of(byte));
      await setImmediate();
    }
  }
  to.end();
}
