/** A server that takes a connection and says nothing looks the same to a client, a pool and a migration: away. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, before, describe, it } from 'mocha';
import pg from 'pg';
import { isDatabaseAway } from './db-errors.ts';

const connectionTimeoutMillis = 50;

describe('a database that does not answer', () => {
  const sockets = new Set<Socket>();
  let silent: Server;
  let connectionString: string;

  before(async () => {
    silent = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    connectionString = `postgres://a:b@127.0.0.1:${(silent.address() as AddressInfo).port}/c`;
  });

  after(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('is away for a connection of its own, such as that of a migration', async () => {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis });
    await assert.rejects(client.connect(), isDatabaseAway);
  });

  it('is away for a pool', async () => {
    const pool = new pg.Pool({ connectionString, connectionTimeoutMillis });
    await assert.rejects(pool.connect(), isDatabaseAway);
    await pool.end();
  });
});
