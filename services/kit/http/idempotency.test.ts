/** With an Idempotency-Key a request has one effect and one answer, however often and wherever it is repeated. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient, ApiResponse } from '../testing/api-client.ts';
import { eventually } from '../testing/eventually.ts';
import { startTestApp, type TestApp } from '../testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from '../testing/kit-database.ts';
import { thingRoutes } from '../testing/thing-routes.ts';
import { writeRoute } from './route.ts';

describe('a request with an Idempotency-Key', () => {
  let kit: KitDatabase;
  let apps: TestApp[];
  let clients: ApiClient[];
  let settlements = 0;

  const waitingRoute = writeRoute(
    {
      method: 'post',
      path: '/waiting',
      summary: 'Answers after the commit',
      access: 'authenticated',
      body: z.strictObject({ name: z.string() }),
      answers: { 201: z.object({ state: z.string() }) },
    },
    async (tx, { body }) => {
      await tx.query('INSERT INTO effect (subject) VALUES ($1)', [body.name]);
      return { status: 201, body: { state: 'begun' } };
    },
    async (reply, { body }) => {
      settlements += 1;
      return body.name === 'slow' ? reply : { ...reply, body: { state: 'settled' } };
    },
  );

  before(async () => {
    kit = await createKitDatabase();
    const routes = [...thingRoutes(), waitingRoute];
    const first = await startTestApp({ routes, db: kit.db });
    const second = await startTestApp({ routes, db: kit.open(), tokens: first.tokens });
    apps = [first, second];
    const userId = randomUUID();
    clients = apps.map((app) => app.as('admin', userId));
  });
  beforeEach(() => kit.db.query('TRUNCATE effect, idempotency_key'));
  after(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await kit.close();
  });

  const post = (
    path: string,
    body: unknown,
    { key, replica = 0 }: { key: string; replica?: number },
  ) => {
    const client = clients[replica];
    if (client === undefined) throw new Error('there are two replicas');
    return client.post(path, body, { 'idempotency-key': key });
  };
  const effects = async () => {
    const [row] = await kit.db.query<{ n: number }>('SELECT count(*) AS n FROM effect');
    return row?.n;
  };
  const isReplay = ({ headers }: ApiResponse) => headers.get('idempotency-replayed') === 'true';

  for (const path of ['/things', '/batches']) {
    describe(`at ${path}`, () => {
      it('is answered again as at first, and says so', async () => {
        const key = randomUUID();
        const first = await post(path, { name: 'a' }, { key });
        const again = await post(path, { name: 'a' }, { key });
        const elsewhere = await post(path, { name: 'a' }, { key, replica: 1 });
        assert.equal(first.status, 201);
        assert.deepEqual([first, again, elsewhere].map(isReplay), [false, true, true]);
        assert.deepEqual([again.status, again.body], [first.status, first.body]);
        assert.deepEqual(elsewhere.body, first.body);
        assert.equal(await effects(), 1);
      });

      it('is answered again without the table, which a storm of repeats need not reach', async () => {
        const key = randomUUID();
        const first = await post(path, { name: 'a' }, { key });
        await kit.db.query('TRUNCATE idempotency_key');
        const again = await post(path, { name: 'a' }, { key });
        assert.deepEqual([again.status, again.body, isReplay(again)], [201, first.body, true]);
        assert.equal(await effects(), 1);
      });

      it('is refused with another body or address', async () => {
        const key = randomUUID();
        await post(path, { name: 'a' }, { key });
        for (const [otherPath, name] of [
          [path, 'b'],
          [`${path}?x=1`, 'a'],
          ['/waiting', 'a'],
        ] as const) {
          const answer = await post(otherPath, { name }, { key });
          assert.equal(answer.body.code, 'idempotency_key_reused');
          assert.equal(answer.status, 422);
        }
        assert.equal(await effects(), 1);
      });

      it('has one effect when a thousand come at once, over two replicas', async () => {
        const key = randomUUID();
        const answers = await Promise.all(
          Array.from({ length: 1_000 }, (_, index) =>
            post(path, { name: 'a' }, { key, replica: index % 2 }),
          ),
        );
        assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
        assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
        assert.equal(answers.filter((answer) => !isReplay(answer)).length, 1);
        assert.equal(await effects(), 1);
      });

      it('may be tried again when it had no effect', async () => {
        const key = randomUUID();
        const invalid = await post(path, { name: '' }, { key });
        assert.equal(invalid.status, 422);
        const valid = await post(path, { name: 'a' }, { key });
        assert.deepEqual([valid.status, isReplay(valid)], [201, false]);
      });

      it('is another one for another caller', async () => {
        const key = randomUUID();
        await post(path, { name: 'a' }, { key });
        const other = await apps[0]
          ?.as('admin')
          .post(path, { name: 'b' }, { 'idempotency-key': key });
        assert.equal(other?.status, 201);
        assert.equal(await effects(), 2);
      });
    });
  }

  it('does not suffer from a neighbour in its batch that is refused or breaks', async () => {
    const names = ['a', 'refused', 'b', 'broken', 'c'];
    const keys = names.map(() => randomUUID());
    const send = () =>
      Promise.all(
        names.map((name, index) => post('/batches', { name }, { key: keys[index] ?? '' })),
      );
    const first = await send();
    assert.deepEqual(
      first.map(({ status }) => status),
      [201, 409, 201, 500, 201],
    );
    assert.deepEqual((await send()).map(isReplay), [true, false, true, false, true]);
    assert.equal(await effects(), 3);
  });

  it('must carry a key of visible ASCII, at most 200 of it', async () => {
    for (const key of ['with space', 'x'.repeat(201), '']) {
      const answer = await post('/things', { name: 'a' }, { key });
      assert.deepEqual([answer.status, answer.body.code], [422, 'validation_failed'], key);
    }
  });

  it('is answered again as it was settled, not as it began', async () => {
    settlements = 0;
    const key = randomUUID();
    const first = await post('/waiting', { name: 'a' }, { key });
    const again = await post('/waiting', { name: 'a' }, { key, replica: 1 });
    assert.deepEqual([first.body, again.body], [{ state: 'settled' }, { state: 'settled' }]);
    assert.deepEqual([isReplay(first), isReplay(again)], [false, true]);
    assert.equal(settlements, 1);
    assert.equal(await effects(), 1);
  });

  it('is answered again as it was, also when it did not settle in time', async () => {
    settlements = 0;
    const key = randomUUID();
    const first = await post('/waiting', { name: 'slow' }, { key });
    await eventually(async () => {
      const [row] = await kit.db.query('SELECT is_settled FROM idempotency_key');
      assert.deepEqual(row, { is_settled: true });
    });
    const again = await post('/waiting', { name: 'slow' }, { key, replica: 1 });
    assert.deepEqual([first.body, again.body], [{ state: 'begun' }, { state: 'begun' }]);
    assert.equal(settlements, 1);
  });

  it('waits for the outcome again when the first one died while waiting for it', async () => {
    settlements = 0;
    const key = randomUUID();
    await post('/waiting', { name: 'a' }, { key });
    await kit.db.query(`UPDATE idempotency_key SET is_settled = false, body = '{"state":"begun"}'`);
    const again = await post('/waiting', { name: 'a' }, { key, replica: 1 });
    assert.deepEqual([again.body, isReplay(again)], [{ state: 'settled' }, true]);
    assert.equal(settlements, 2);
    assert.equal(await effects(), 1);
  });
});
