/** Protects: a line of the storm does what its faults say, so that a service that survives them has met them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { type Line, openLine } from './line.ts';

describe('a line of the storm', () => {
  let server: Server;
  let line: Line;

  before(async () => {
    server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => server.close());
  beforeEach(async () => {
    line = await openLine(`postgresql://ana:secret@127.0.0.1:${portOf(server)}/shop`);
  });
  afterEach(() => line.close());

  const call = () => connect(Number(new URL(line.url).port), '127.0.0.1').setEncoding('utf8');

  it('leads to the server, as the same user, to the same database', async () => {
    assert.match(line.url, /^postgresql:\/\/ana:secret@127\.0\.0\.1:\d+\/shop$/);
    const socket = call();
    socket.end('said');
    assert.deepEqual(await once(socket, 'data'), ['said']);
    await once(socket, 'end');
  });

  it('holds back what is said while it is silent, and brings it afterwards', async () => {
    const socket = call();
    await once(socket, 'connect');
    line.set('silent');
    socket.write('said');
    let isHeard = false;
    const answer = once(socket, 'data').then(([data]) => {
      isHeard = true;
      return data;
    });
    // Whoever speaks to the server itself, and later, is answered meanwhile.
    const direct = connect(portOf(server), '127.0.0.1');
    direct.write('heard');
    await once(direct, 'data');
    direct.destroy();
    assert.equal(isHeard, false);
    line.set('open');
    assert.equal(await answer, 'said');
    socket.destroy();
  });

  it('resets what is connected when it is cut, and whoever comes until it is open again', async () => {
    const socket = call();
    socket.write('said');
    await once(socket, 'data');
    line.set('cut');
    const [lost] = await once(socket, 'error');
    assert.equal(lost.code, 'ECONNRESET');
    const late = call();
    const [refused] = await once(late, 'error');
    assert.equal(refused.code, 'ECONNRESET');
    line.set('open');
    const again = call();
    again.write('once more');
    assert.deepEqual(await once(again, 'data'), ['once more']);
    again.destroy();
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return address.port;
}
