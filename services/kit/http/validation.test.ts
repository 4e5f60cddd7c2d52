/** A request that cannot be read is answered 400, one that is read but not valid 422 with the path. */

import assert from 'node:assert/strict';
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
    app = await startTestApp({ routes: thingRoutes(), db: kit.db });
    admin = app.as('admin');
  });
  after(async () => {
    await app.stop();
    await kit.close();
  });

  const malformed: [string, string | Buffer][] = [
    ['is cut off', '{"name":'],
    ['has a trailing comma', '{"name":"a",}'],
    ['is text', 'name=a'],
    ['is nested too deeply to be anything', '['.repeat(20_000)],
  ];
  for (const [what, body] of malformed) {
    it(`is answered 400 when its JSON ${what}`, async () => {
      assertProblem(await admin.post('/things', body), 'malformed_json');
    });
  }

  it('is answered 400 when its body is not UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"name":"'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    assertProblem(await admin.post('/things', body), 'malformed_request');
  });

  it('is answered 400 when its address is not properly encoded', async () => {
    assertProblem(await app.anonymous.get('/things/%ff%fe'), 'malformed_request');
  });

  const invalid: [string, unknown, string][] = [
    ['an unknown field', { name: 'a', colour: 'red' }, ''],
    [
      'an unknown field deep inside',
      { name: 'a', lines: [{ amount: 1 }, { amount: 2, tax: 3 }] },
      'lines[1]',
    ],
    ['a missing field', {}, 'name'],
    ['a bad value', { name: 'a', lines: [{ amount: 1.5 }] }, 'lines[0].amount'],
    ['a NUL in a text', { name: 'a\u0000b' }, 'name'],
    ['half a surrogate pair', '{"name":"\\ud800"}', 'name'],
    ['null in place of an object', 'null', ''],
    ['a list in place of an object', [], ''],
    ['a number in place of an object', 7, ''],
  ];
  for (const [what, body, path] of invalid) {
    it(`is answered 422 with the path when its body has ${what}`, async () => {
      const answer = await admin.post('/things', body);
      assertProblem(answer, 'validation_failed');
      assert.deepEqual(
        answer.body.errors.map((issue: { path: string }) => issue.path),
        [path],
      );
    });
  }

  for (const query of [
    'limit=0',
    'limit=ten',
    'limit=1&limit=2',
    'colour=red',
    'q=%00',
    'q=',
    'limit[a]=1',
  ]) {
    it(`is answered 422 when its query is ${query}`, async () => {
      const answer = await admin.get(`/things?${query}`);
      assertProblem(answer, 'validation_failed');
      assert.match(answer.body.errors[0].path, /^query/);
    });
  }

  for (const id of ['7', '%00', 'null', '..%2f..%2fetc']) {
    it(`is answered 422 when its id is ${id}`, async () => {
      assertProblem(await app.anonymous.get(`/things/${id}`), 'validation_failed');
    });
  }
});
