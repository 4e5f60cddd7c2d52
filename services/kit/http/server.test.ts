/** A server that stops answers what it has begun, and takes nothing more. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { startTestApp } from '../testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from '../testing/kit-database.ts';
import { thingRoutes } from '../testing/thing-routes.ts';
import { listen } from './server.ts';

async function fetchBy(
  agent: Agent,
  url: string,
): Promise<{ response: IncomingMessage; body: string }> {
  const [response] = await once(get(url, { agent }), 'response');
  return { response, body: await text(response) };
}

describe('an HTTP server', () => {
  const agents: Agent[] = [];
  const keepAlive = () => {
    const agent = new Agent({ keepAlive: true });
    agents.push(agent);
    return agent;
  };
  afterEach(() => {
    for (const agent of agents.splice(0)) agent.destroy();
  });

  it('answers the requests in flight before it stops', async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const server = await listen(
      async (_request, response) => {
        arrived.resolve();
        await gate.promise;
        response.end('done');
      },
      { port: 0, host: '127.0.0.1' },
    );
    const answer = fetchBy(keepAlive(), server.url);
    await arrived.promise;
    const stopped = server.stop();
    await assert.rejects(fetchBy(keepAlive(), server.url), /ECONNREFUSED/);
    gate.resolve();
    assert.equal((await answer).body, 'done');
    await stopped;
  });

  it('closes idle keep-alive connections when it stops, instead of waiting for them', async () => {
    const server = await listen((_request, response) => void response.end('done'), {
      port: 0,
      host: '127.0.0.1',
    });
    const { response } = await fetchBy(keepAlive(), server.url);
    assert.equal(response.headers.connection, 'keep-alive');
    await server.stop();
  });

  it('tells who is still being answered to send nothing more on that connection', async () => {
    const gate = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const server = await listen(
      async (_request, response) => {
        arrived.resolve();
        await gate.promise;
        response.end('done');
      },
      { port: 0, host: '127.0.0.1' },
    );
    const answer = fetchBy(keepAlive(), server.url);
    await arrived.promise;
    const stopped = server.stop();
    gate.resolve();
    assert.equal((await answer).response.headers.connection, 'close');
    await stopped;
  });

  for (const [title, bytes] of [
    ['nothing', ''],
    ['half a request', 'GET / HTTP/1.1\r\nHost: loc'],
  ] as const) {
    it(`is not held open by a connection that has sent ${title}`, async () => {
      const server = await listen(() => undefined, { port: 0, host: '127.0.0.1' });
      const socket = connect({ host: '127.0.0.1', port: server.port });
      await once(socket, 'connect');
      socket.write(bytes);
      await Promise.all([server.stop(), once(socket, 'close')]);
    });
  }

  it('cuts off in the end an answer that never comes', async () => {
    const arrived = Promise.withResolvers<void>();
    const server = await listen(() => arrived.resolve(), {
      port: 0,
      host: '127.0.0.1',
      drainMs: 20,
    });
    const answer = assert.rejects(fetchBy(keepAlive(), server.url), /socket hang up/);
    await arrived.promise;
    await Promise.all([server.stop(), answer]);
  });

  it('without an address listens on all, IPv4 as well as IPv6 where the machine has it', async () => {
    const server = await listen((_request, response) => void response.end('done'), { port: 0 });
    assert.match(server.url, /^http:\/\/127\.0\.0\.1:/);
    const hasIpv6 = networkInterfaces().lo?.some(({ address }) => address === '::1') === true;
    for (const host of hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1']) {
      const { body } = await fetchBy(keepAlive(), `http://${host}:${server.port}`);
      assert.equal(body, 'done', host);
    }
    await server.stop();
  });

  it('refuses to start on a port that is taken', async () => {
    const server = await listen(() => undefined, { port: 0, host: '127.0.0.1' });
    await assert.rejects(
      listen(() => undefined, { port: server.port, host: '127.0.0.1' }),
      /EADDRINUSE/,
    );
    await server.stop();
  });
});

describe('a request at the level of bytes', () => {
  let kit: KitDatabase;
  before(async () => {
    kit = await createKitDatabase();
  });
  after(() => kit.close());

  /** Sends bytes and answers all that comes back until the server closes. */
  async function exchange(url: string, lines: string[]): Promise<string> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    return text(socket);
  }

  it('needs no Content-Length when it has no body', async () => {
    const app = await startTestApp({ routes: thingRoutes(), db: kit.db });
    const answer = await exchange(app.url, [
      'POST /api/v1/things/touch HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      `Authorization: Bearer ${app.tokens.tokenFor('admin')}`,
      'Connection: close',
    ]);
    assert.match(answer, /^HTTP\/1\.1 200 /);
    await app.stop();
  });

  it('is answered 400 without a stack when it is not HTTP', async () => {
    const app = await startTestApp({ routes: thingRoutes(), db: kit.db });
    const answer = await exchange(app.url, ['HELO shop']);
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.doesNotMatch(answer, /at .*\.ts/);
    await app.stop();
  });
});
