/** Protects: the shop is asked with one token, not more often than it can bear, and no longer than it makes sense. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { z } from 'zod';
import { systemClock } from './kube/clock.ts';
import { NotLeaderError } from './kube/fence.ts';
import { sendHttp } from './send-http.ts';
import { createShopApi } from './shop-api.ts';
import { isInvalid, ShopError } from './shop-error.ts';

interface Answer {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

const { signal } = new AbortController();
const call = {
  service: 'notifier',
  method: 'GET',
  path: '/thing',
  answer: z.object({ n: z.int() }),
} as const;
const good: Answer = { status: 200, body: { n: 1 } };

describe('the API of a shop', () => {
  let server: Server;
  let url = '';
  /** What is answered to each call of a service, in order; the last one again. */
  let answers: Answer[] = [];
  let seen: string[] = [];
  let tokens = 0;
  let waits: number[] = [];

  beforeEach(async () => {
    [answers, seen, tokens, waits] = [[good], [], 0, []];
    server = createServer((request, response) => {
      const isToken = request.url === '/api/v1/auth/token';
      if (isToken) tokens += 1;
      else seen.push(request.headers.authorization ?? '');
      const token: Answer = {
        status: 200,
        body: { accessToken: `t${tokens}`, expiresInSeconds: 900 },
      };
      const answer = isToken ? token : answers.length > 1 ? answers.shift() : answers[0];
      response
        .writeHead(answer?.status ?? 500, answer?.headers)
        .end(JSON.stringify(answer?.body ?? {}));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterEach(() => void server.close());

  const open = (timeoutMs = 5_000, mayWrite = true) =>
    createShopApi({
      mayWrite: () => mayWrite,
      access: {
        clientId: 'operator',
        clientSecret: 'secret',
        'auth-url': url,
        'market-analyzer-url': url,
        'notifier-url': url,
      },
      timeoutMs,
      random: () => 0,
      clock: {
        ...systemClock,
        after(ms, then) {
          waits.push(ms);
          return systemClock.after(0, then);
        },
      },
    });

  it('looks whether it may write when there is a connection for it, and not before', async () => {
    let looks = 0;
    const request = { url: new URL(url), method: 'PUT', headers: {}, body: '{}' };
    const mayBeSent = () => {
      looks += 1;
      return false;
    };
    const sending = sendHttp({ ...request, mayBeSent }, signal);
    assert.equal(looks, 0);
    await assert.rejects(sending, NotLeaderError);
    assert.equal(looks, 1);
    assert.deepEqual(seen, []);
  });

  it('fetches one token for all calls at once, and keeps it', async () => {
    const api = open();
    await Promise.all([api.call(call, signal), api.call(call, signal)]);
    await api.call(call, signal);
    assert.deepEqual([tokens, new Set(seen)], [1, new Set(['Bearer t1'])]);
  });

  it('takes a new token when the old one has ended', async () => {
    answers = [{ status: 401, body: {} }, good];
    assert.deepEqual(await open().call(call, signal), { n: 1 });
    assert.deepEqual(seen, ['Bearer t1', 'Bearer t2']);
  });

  it('waits as long as Retry-After says, and gives up after three attempts', async () => {
    answers = [{ status: 429, headers: { 'retry-after': '2' } }, good];
    await open().call(call, signal);
    assert.deepEqual(waits, [2_000]);
    answers = [{ status: 503 }];
    seen = [];
    await assert.rejects(open().call(call, signal), ShopError);
    assert.equal(seen.length, 3);
  });

  it('leaves a longer wait to the queue', async () => {
    answers = [{ status: 503, headers: { 'retry-after': '60' } }];
    const failed = await open()
      .call(call, signal)
      .catch((error: unknown) => error);
    assert.ok(failed instanceof ShopError);
    assert.deepEqual([failed.retryAfterMs, seen.length], [60_000, 1]);
  });

  it('does not repeat what the service refuses, and says which field is wrong', async () => {
    const errors = [{ path: 'name', message: 'too long' }];
    const problem = {
      type: 'urn:x',
      title: 'Some fields are not valid',
      status: 422,
      code: 'validation_failed',
      errors,
    };
    answers = [{ status: 422, body: problem }];
    const failed = await open()
      .call(call, signal)
      .catch((error: unknown) => error);
    assert.ok(isInvalid(failed) && failed instanceof Error);
    assert.deepEqual(
      [failed.message, seen.length],
      ['Some fields are not valid; name too long', 1],
    );
  });

  it('takes an answer that its contract does not know for an error', async () => {
    answers = [{ status: 200, body: { n: 'one' } }];
    await assert.rejects(open().call(call, signal), /answered something else/);
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    stop.abort(new Error('the operator stops'));
    await assert.rejects(open().call(call, stop.signal), /the operator stops/);
  });

  it('is given up when it does not answer in time, which is told', async () => {
    const api = open(50);
    await api.call(call, signal);
    server.removeAllListeners('request');
    await assert.rejects(api.call(call, signal), {
      name: 'ShopError',
      message: 'notifier gave no answer within 0.05 s.',
    });
    server.closeAllConnections();
  });

  it('is read, and not written to, by who leads no longer', async () => {
    const api = open(5_000, false);
    assert.deepEqual(await api.call(call, signal), { n: 1 });
    await assert.rejects(api.call({ ...call, method: 'PUT', body: {} }, signal), NotLeaderError);
    assert.equal(seen.length, 1, 'nothing was sent');
  });
});
