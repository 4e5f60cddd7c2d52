/** Protects: clients that are slow, silent or enormous cost themselves their connection, and nobody else their answer. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { logIn } from '../harness/counter.ts';
import { removeDataDir, type ShopProcess } from '../harness/shop-process.ts';
import { startAbusedShop } from './people.ts';

const silent = 10_000;
const atOnce = 200;

describe('a shop with hostile clients', function () {
  this.timeout(180_000);
  let shop: ShopProcess;
  let token: string;
  before(async () => {
    shop = await startAbusedShop();
    token = await logIn(shop.url);
  });
  after(async () => {
    await shop?.stop();
    if (shop !== undefined) await removeDataDir(shop.dataDir);
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${shop.url}/api/v1${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${token}`, connection: 'close' },
    });
  const answers = async () => assert.equal((await ask('/products')).status, 200);

  async function open(): Promise<Socket> {
    const { hostname, port } = new URL(shop.url);
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    await once(socket, 'connect');
    return socket.resume();
  }

  async function openMany(count: number): Promise<Socket[]> {
    const sockets: Socket[] = [];
    while (sockets.length < count)
      sockets.push(...(await Promise.all(Array.from({ length: atOnce }, open))));
    return sockets;
  }

  it('answers beside ten thousand connections that say nothing, and closes them', async () => {
    const sockets = await openMany(silent);
    await answers();
    await eventually(async () => assert.ok(sockets.every(({ closed }) => closed)), 60_000);
    await answers();
  });

  it('answers beside requests whose headers never end, and closes them', async () => {
    const sockets = await openMany(2 * atOnce);
    for (const socket of sockets) socket.write('POST /api/v1/orders HTTP/1.1\r\nHost: shop\r\nX-');
    await answers();
    await eventually(async () => assert.ok(sockets.every(({ closed }) => closed)), 60_000);
  });

  it('refuses what is too large, however small it was made for the way', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000, ' '));
    const packed = { 'content-encoding': 'gzip' };
    const sent = [
      ['/products', { ...packed, 'content-type': 'application/json' }],
      ['/products/import', { ...packed, 'content-type': 'text/csv' }],
    ] as const;
    for (const [path, headers] of sent) {
      const { status } = await ask(path, { method: 'POST', headers, body: bomb });
      assert.equal(status, 413, path);
    }
    await answers();
  });

  it('refuses headers and addresses that are too long, and reads bodies that are too deep', async () => {
    const long = 'x'.repeat(100_000);
    assert.equal((await ask('/products', { headers: { 'x-long': long } })).status, 431);
    assert.equal((await ask(`/products?q=${long}`)).status, 431);
    const many = await ask(`/products?${'q=x&'.repeat(3_000)}`);
    assert.ok(many.status < 500, String(many.status));
    const json = { 'content-type': 'application/json' };
    for (const body of ['['.repeat(100_000), `${'['.repeat(50_000)}${']'.repeat(50_000)}`]) {
      const { status } = await ask('/products', { method: 'POST', headers: json, body });
      assert.ok([400, 422].includes(status), String(status));
    }
    await answers();
  });
});
