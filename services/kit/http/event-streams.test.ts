/** A stream of events tells them in order, as long as it is listened to, and holds nobody up. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { z } from 'zod';
import { Problem } from '../problem.ts';
import { readEvents } from '../testing/event-reader.ts';
import { eventually } from '../testing/eventually.ts';
import { startTestApp, type TestApp } from '../testing/http-app.ts';
import { createKitDatabase, type KitDatabase } from '../testing/kit-database.ts';
import { assertProblem } from '../testing/problems.ts';
import { createEventStreams, type EventStreams, type Events } from './event-streams.ts';
import { openApiDocument } from './openapi.ts';
import { streamRoute } from './stream-route.ts';

const path = '/ticks/:kind/stream';
/** Tells 0, 1, 2 … each when `step` was called, and what became of it. */
function createTicks() {
  const steps: (() => void)[] = [];
  const seen = { pulled: 0, ended: 0 };
  const events: Events = async function* (signal) {
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve()),
    );
    try {
      for (; !signal.aborted; seen.pulled += 1) {
        yield { event: 'tick', data: seen.pulled };
        await Promise.race([new Promise<void>((resolve) => steps.push(resolve)), aborted]);
      }
    } finally {
      seen.ended += 1;
    }
  };
  return { events, seen, step: () => steps.splice(0).forEach((go) => void go()) };
}

const kinds: Record<string, Events> = {
  two: async function* () {
    yield { event: 'tick', data: 1 };
    yield { event: 'tick', data: 2 };
  },
  wrong: async function* () {
    yield { event: 'tick', data: 'not a number' };
  },
};

function routesWith(events: Events) {
  return [
    streamRoute(
      {
        path,
        summary: 'Tell',
        access: 'catalogue:read',
        params: z.strictObject({ kind: z.string() }),
        events: { tick: z.number(), bulk: z.string() },
        problems: ['not_found'],
      },
      async ({ params: { kind } }) => {
        if (kind === 'none') throw new Problem('not_found', 'There is no such stream.');
        return kinds[kind] ?? events;
      },
    ),
  ];
}

describe('a stream of events', () => {
  let kit: KitDatabase;
  let app: TestApp;
  let streams: EventStreams;
  let ticks: ReturnType<typeof createTicks>;

  before(async () => {
    kit = await createKitDatabase();
  });
  after(() => kit.close());
  beforeEach(() => start());
  afterEach(async () => {
    streams.close();
    await app.stop();
  });

  async function start(events?: Events) {
    ticks = createTicks();
    streams = createEventStreams({ maxOpen: 2, heartbeatMs: 20 });
    app = await startTestApp({
      routes: routesWith(events ?? ticks.events),
      db: kit.db,
      overrides: { streams, requestTimeoutMs: 100 },
    });
  }
  const urlOf = (kind: string) => `${app.url}/api/v1/ticks/${kind}/stream`;
  const listen = (kind = 'ticks') => readEvents(urlOf(kind), app.tokens.tokenFor('seller'));

  it('tells its events in order and ends', async () => {
    const reader = await listen('two');
    assert.equal(reader.response.status, 200);
    assert.equal(reader.response.headers.get('content-type'), 'text/event-stream');
    assert.equal(reader.response.headers.get('cache-control'), 'no-store');
    assert.equal(reader.response.headers.get('x-accel-buffering'), 'no');
    const blocks = [];
    for (let block = await reader.next(); block !== null; block = await reader.next())
      blocks.push(block);
    assert.deepEqual(blocks, ['retry: 1000', 'event: tick\ndata: 1', 'event: tick\ndata: 2']);
  });

  it('is a problem when it cannot begin', async () => {
    assertProblem(await app.as('seller').get('/ticks/none/stream'), 'not_found');
    assertProblem(await app.anonymous.get('/ticks/two/stream'), 'unauthenticated');
  });

  it('outlasts the time-out of requests, with heartbeats in between', async () => {
    const begun = Date.now();
    const reader = await listen();
    assert.equal(await reader.nextData(), 0);
    while (Date.now() - begun < 200) assert.equal(await reader.next(), ':');
    ticks.step();
    assert.equal(await reader.nextData(), 1);
    reader.leave();
  });

  it('ends its source when the caller leaves', async () => {
    const reader = await listen();
    await reader.nextData();
    reader.leave();
    await eventually(() => assert.equal(ticks.seen.ended, 1));
  });

  it('ends when the service stops, and does not hold up the drain', async () => {
    const readers = [await listen(), await listen()];
    for (const reader of readers) await reader.nextData();
    const begun = Date.now();
    streams.close();
    await app.stop();
    assert.ok(Date.now() - begun < 1_000);
    for (const reader of readers) assert.equal(await reader.nextData(), null);
    assert.equal(ticks.seen.ended, 2);
  });

  it('that begins while the service stops ends at once, so that its caller comes back', async () => {
    streams.close();
    const reader = await listen();
    assert.deepEqual([await reader.next(), await reader.next()], ['retry: 1000', null]);
  });

  it('is refused when too many are open, until one has ended', async () => {
    const readers = [await listen(), await listen()];
    const refused = await app.as('seller').get('/ticks/two/stream');
    assertProblem(refused, 'unavailable');
    assert.equal(refused.headers.get('retry-after'), '5');
    readers[0]?.leave();
    await eventually(async () =>
      assert.equal((await app.as('seller').get('/ticks/two/stream')).status, 200),
    );
  });

  it('ends within a heartbeat of the logout of its caller', async () => {
    const sid = randomUUID();
    const token = app.tokens.sign({ sub: randomUUID(), sid, role: 'seller' });
    const reader = await readEvents(urlOf('ticks'), token);
    assert.equal(await reader.nextData(), 0);
    app.tokens.revoke(sid);
    await app.verifier.refresh();
    assert.equal(await reader.nextData(), null);
  });

  it('asks its source for no more than the caller takes, and cuts off who takes nothing', async () => {
    await app.stop();
    let pulled = 0;
    let isEnded = false;
    await start(async function* (signal) {
      try {
        for (; !signal.aborted; pulled += 1) yield { event: 'bulk', data: 'x'.repeat(1_000_000) };
      } finally {
        isEnded = true;
      }
    });
    const { port, pathname, host } = new URL(urlOf('bulk'));
    const socket = connect({ host: '127.0.0.1', port: Number(port) }).pause();
    const authorization = `Bearer ${app.tokens.tokenFor('seller')}`;
    socket.write(
      `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization}\r\n\r\n`,
    );
    await eventually(() => assert.ok(isEnded));
    assert.ok(pulled < 50, `${pulled} MB for a caller that reads nothing`);
    socket.resume().on('error', () => undefined);
    await once(socket, 'close');
  });

  it('is cut off where an event is not as documented', async () => {
    await assert.rejects(async () => (await listen('wrong')).nextData());
  });

  it('counts as answered when it has begun', async () => {
    const reader = await listen();
    await reader.nextData();
    const begun = Date.now();
    while (Date.now() - begun < 300) await reader.next();
    reader.leave();
    await eventually(async () => {
      const { values } = await app.metrics.httpDuration.get();
      const sum = values.find(({ metricName }) => metricName?.endsWith('_sum'));
      assert.ok(sum !== undefined && sum.value < 0.3);
    });
  });

  it('has no body for HEAD', async () => {
    const headers = { authorization: `Bearer ${app.tokens.tokenFor('seller')}` };
    const response = await fetch(urlOf('ticks'), { method: 'HEAD', headers });
    assert.deepEqual([response.status, await response.text()], [200, '']);
  });

  it('is documented with the schemas of its events', () => {
    const info = { title: 'Test', description: 'Streams.', version: '1' };
    const document = JSON.stringify(openApiDocument(routesWith(ticks.events), info));
    assert.match(
      document,
      /"text\/event-stream":\{"schema":\{"type":"string"\},"x-events":\{"tick":\{"type":"number"\}/,
    );
  });
});
