/** The HTTP conventions beside validation: who may call, what exists, and what is told when it fails. */
import assert from 'node:assert/strict';
import { v7 as uuidv7 } from 'uuid';
import { Problem } from '../problem.ts';
import type { ApiClient } from '../testing/api-client.ts';
import { startTestApp, type TestApp } from '../testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from '../testing/kit-database.ts';
import { assertProblem } from '../testing/problems.ts';
import { thingRoutes } from '../testing/thing-routes.ts';

describe('an HTTP request', () => {
  let kit: KitDatabase;
  let app: TestApp;
  let admin: ApiClient;

  before(async () => {
    kit = await createKitDatabase();
    const failures = {
      bug: () => {
        throw new Error('SELECT secret FROM db.internal.example');
      },
      limited: () => {
        throw new Problem('rate_limited', 'Slow down.', { retryAfterSeconds: 7 });
      },
      slow: () => new Promise<never>(() => undefined),
    };
    app = await startTestApp({
      routes: thingRoutes(failures),
      db: kit.db,
      overrides: { requestTimeoutMs: 100, corsOrigins: ['https://shop.example'] },
    });
    admin = app.as('admin');
  });
  after(async () => {
    await app.stop();
    await kit.close();
  });

  it('is answered 401 without a token, and told how to send one', async () => {
    for (const headers of [{}, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }]) {
      const answer = await app.anonymous.get('/things', headers);
      assertProblem(answer, 'unauthenticated');
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
    }
  });

  it('is answered 403 for a role that lacks the permission', async () => {
    assertProblem(await app.as('seller').post('/things', { name: 'a' }), 'forbidden');
  });

  it('is answered 404 at an unknown address', async () => {
    assertProblem(await admin.get('/nothing'), 'not_found');
    assertProblem(await admin.post('/things/1/2/3', {}), 'not_found');
  });

  it('is answered 405 with the methods that exist', async () => {
    const answer = await admin.delete('/things');
    assertProblem(answer, 'method_not_allowed');
    assert.equal(answer.headers.get('allow'), 'GET, POST, PUT');
  });

  it('is answered 413 for a body of a megabyte', async () => {
    assertProblem(await admin.post('/things', { name: 'x'.repeat(1_048_576) }), 'body_too_large');
  });

  it('is answered 415 for a body that is not JSON, or not in UTF-8', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=x-unknown',
    ]) {
      const answer = await admin.post('/things', '{"name":"a"}', { 'content-type': type });
      assertProblem(answer, 'unsupported_media_type');
    }
  });

  it('is answered 415 for a body without a type, rather than read as empty', async () => {
    const response = await fetch(`${app.url}/api/v1/things/touch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.tokenFor('admin')}` },
      body: new Uint8Array(Buffer.from('{"reason":"unread"}')),
    });
    assert.equal(response.status, 415);
    await response.body?.cancel();
  });

  it('needs no body where nothing must be said, with or without a content type', async () => {
    for (const headers of [undefined, { 'content-type': 'application/json' }]) {
      const answer = await admin.post('/things/touch', undefined, headers);
      assert.deepEqual(answer.body, { reason: null });
    }
  });

  it('is answered 429 with Retry-After when it comes too often', async () => {
    const answer = await app.anonymous.get('/failures/limited');
    assertProblem(answer, 'rate_limited');
    assert.equal(answer.headers.get('retry-after'), '7');
  });

  it('is answered 500 without a word about the cause', async () => {
    const answer = await app.anonymous.get('/failures/bug');
    assertProblem(answer, 'internal');
    assert.doesNotMatch(
      JSON.stringify(answer.body),
      /SELECT|internal\.example|\.ts|node_modules|Error:/,
    );
  });

  it('is answered 503 with Retry-After when its handler takes too long', async () => {
    const answer = await app.anonymous.get('/failures/slow');
    assertProblem(answer, 'timeout');
    assert.equal(answer.headers.get('retry-after'), '1');
  });

  it('carries its own trace id, or that of the caller', async () => {
    const id = uuidv7();
    const own = await app.anonymous.get(`/things/${id}`);
    assert.match(own.headers.get('x-trace-id') ?? '', /^[0-9a-f]{32}$/);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const given = await app.anonymous.get(`/things/${id}`, { traceparent });
    assert.equal(given.headers.get('x-trace-id'), '0af7651916cd43dd8448eb211c80319c');
    const forged = await app.anonymous.get(`/things/${id}`, { traceparent: 'nonsense' });
    assert.match(forged.headers.get('x-trace-id') ?? '', /^[0-9a-f]{32}$/);
  });

  it('comes from the same address however the door shows it', async () => {
    for (const [shown, ip] of [
      ['203.0.113.7', '203.0.113.7'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['2001:db8::7', '2001:db8::7'],
    ]) {
      const answer = await app.anonymous.get('/address', { 'x-forwarded-for': shown ?? '' });
      assert.equal(answer.body.ip, ip);
    }
  });

  it('may come from a page of a known origin only', async () => {
    const id = uuidv7();
    const known = await app.anonymous.get(`/things/${id}`, { origin: 'https://shop.example' });
    assert.equal(known.headers.get('access-control-allow-origin'), 'https://shop.example');
    const other = await app.anonymous.get(`/things/${id}`, { origin: 'https://evil.example' });
    assert.equal(other.headers.get('access-control-allow-origin'), null);
  });

  it('is counted by method, route and status, never by its address', async () => {
    await app.anonymous.get(`/things/${uuidv7()}`);
    await app.anonymous.get('/made/up/address');
    const { values } = await app.metrics.httpRequests.get();
    const routes = new Set(values.map(({ labels }) => labels.route));
    assert.ok(routes.has('/api/v1/things/:id'));
    assert.ok(routes.has('unknown'));
    assert.ok([...routes].every((route) => !String(route).includes('made')));
  });
});
