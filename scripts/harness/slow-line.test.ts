/** Protects: what is measured over the slow line is slow: a connection costs a round trip, and bytes take their time. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'mocha';
import { openSlowLine, type SlowLine } from './slow-line.ts';

describe('a slow line', () => {
  const body = Buffer.alloc(40_000, 'x');
  const server = createServer((request, response) => {
    response.end(request.url === '/long' ? body : 'x');
  });
  let line: SlowLine;
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert(typeof address === 'object' && address !== null);
    line = await openSlowLine(`http://127.0.0.1:${address.port}`, {
      roundTripMs: 100,
      downBitsPerSecond: 1_600_000,
      upBitsPerSecond: 800_000,
    });
  });
  after(async () => {
    await line.close();
    server.closeAllConnections();
    server.close();
  });

  const timed = async (path: string) => {
    const beganAt = performance.now();
    const text = await (await fetch(`${line.url}${path}`)).text();
    return { took: performance.now() - beganAt, length: text.length };
  };

  it('takes two round trips for the first request, and one for the next', async () => {
    const first = await timed('/');
    assert.ok(first.took >= 198, `${first.took} ms`);
    const next = await timed('/');
    assert.ok(next.took >= 98, `${next.took} ms`);
  });

  it('brings all of a long answer, as fast as the rate', async () => {
    const { took, length } = await timed('/long');
    assert.equal(length, 40_000);
    assert.ok(took >= 290, `${took} ms for 200 ms of bytes and a round trip`);
  });

  it('is shared by those who load at the same time', async () => {
    const both = await Promise.all([timed('/long'), timed('/long')]);
    const took = Math.max(...both.map((each) => each.took));
    assert.ok(took >= 490, `${took} ms for 400 ms of bytes and a round trip`);
  });
});
