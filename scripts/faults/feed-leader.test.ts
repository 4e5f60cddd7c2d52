/**
 * Protects: whoever schedules feeds may be killed at any moment. Another replica leads within ten seconds, and each feed
 * that was due is collected once in effect. Three processes of the service, one PostgreSQL, one RabbitMQ.
 */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { newId } from '@balcao/kit/ids.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { type RunningProgram, runProgram } from '@balcao/kit/testing/program.ts';
import { serverUrl } from '@balcao/kit/testing/servers.ts';
import { startMarketDatabase } from '../../services/market-analyzer/test/market-database.ts';
import { startProvider } from '../../services/market-analyzer/test/provider-server.ts';
import { startRabbitmq } from '../servers/rabbitmq.ts';

const program = new URL('../../services/market-analyzer/src/main.ts', import.meta.url);
const codes = Array.from({ length: 40 }, (_none, n) => `F${n}-BRL`);
const everySeconds = 3_600;
const replacedWithinMs = 10_000;
/** Whoever dies with a task has it for two requests and a margin. */
const feedTimeoutMs = 3_000;
const takenOverWithinMs = 45_000;

type Market = Awaited<ReturnType<typeof startMarketDatabase>>;

interface FeedState {
  code: string;
  quotes: number;
  /** Events that were told of what was collected. */
  told: number;
  /** How often it was put into the queue. */
  scheduled: number;
  tasks: number;
  /** When it was last scheduled, on the clock of the database, in milliseconds. */
  scheduledAt: number;
}

interface Asked {
  path: string;
  response: ServerResponse;
}

const isLost = ({ response }: Asked): boolean => response.destroyed;

describe('a leader of feeds that is killed', function () {
  this.timeout(180_000);
  let market: Market;
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let rabbitmq: Awaited<ReturnType<typeof startRabbitmq>> | undefined;
  const replicas = new Map<string, RunningProgram>();
  const waiting: Asked[] = [];
  let answered = 0;

  before(async function () {
    serverUrl(this, 'TEST_AMQP_URL');
    [rabbitmq, market, provider] = await Promise.all([
      startRabbitmq(),
      startMarketDatabase(),
      startProvider(),
    ]);
    provider.respond = ({ url }, response) => answer({ path: url ?? '', response });
    await Promise.all([startReplica(), startReplica(), startReplica()]);
  });
  after(async () => {
    for (const replica of replicas.values()) replica.kill('SIGKILL');
    await Promise.all([...replicas.values()].map(({ exit }) => exit));
    await Promise.all([provider?.stop(), market?.stop(), rabbitmq?.stop()]);
  });

  /** Every answer has a later time, so that what is collected twice is two quotes. */
  function answer({ path, response }: Asked): void {
    answered += 1;
    const rate = { bid: '5.425', timestamp: String(1_718_625_600 + answered) };
    const name = path.split('/').at(-1)?.replace('-', '') ?? '';
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ [name]: rate }));
  }

  /** Known to PostgreSQL by a name of its own. */
  async function startReplica(): Promise<void> {
    const name = `replica-${replicas.size}`;
    const database = new URL(market.url);
    database.searchParams.set('application_name', name);
    const replica = runProgram(program, {
      env: {
        DATABASE_URL: database.href,
        AMQP_URL: rabbitmq?.url ?? '',
        AUTH_URL: 'http://127.0.0.1:1',
        AWESOMEAPI_URL: provider.url,
        AWESOMEAPI_PER_MINUTE: '100000',
        FEED_TIMEOUT_MS: String(feedTimeoutMs),
        LOG_LEVEL: 'info',
      },
    });
    replicas.set(name, replica);
    await replica.url();
  }

  const addFeeds = () =>
    market.db.query(
      `INSERT INTO feed (id, name, provider, symbol, code, every_seconds)
       SELECT id, code, 'awesomeapi', code, code, $3 FROM unnest($1::uuid[], $2::text[]) AS f (id, code)`,
      [codes.map(() => newId()), codes, everySeconds],
    );

  const readStates = () =>
    market.db.query<FeedState>(
      `WITH told AS (SELECT id, type, subject FROM outbox UNION SELECT id, type, subject FROM outbox_sent)
       SELECT f.code,
         (SELECT count(*)::int FROM quote WHERE symbol = f.symbol) AS quotes,
         (SELECT count(*)::int FROM told WHERE type = 'quote.collected' AND subject = f.symbol) AS told,
         (SELECT count(*)::int FROM told WHERE type = 'feed.due' AND subject = f.id::text) AS scheduled,
         (SELECT count(*)::int FROM feed_task WHERE feed_id = f.id) AS tasks,
         (extract(epoch FROM f.next_due_at - make_interval(secs => f.every_seconds)) * 1000)::float8 AS "scheduledAt"
       FROM feed f ORDER BY f.code`,
    );

  const readHolder = async () => {
    const [lease] = await market.db.query<{ holder: string; isHeld: boolean }>(
      `SELECT holder, expires_at > clock_timestamp() AS "isHeld" FROM lease WHERE name = 'schedule feeds'`,
    );
    return lease;
  };

  /** Nobody puts tasks into the queue until `release`. */
  async function holdRound(): Promise<{ release: () => Promise<void> }> {
    const gate = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const ended = market.db.transaction(async (tx) => {
      await tx.query('LOCK TABLE feed_task IN SHARE MODE');
      locked.resolve();
      await gate.promise;
    });
    ended.catch(locked.reject);
    await locked.promise;
    return {
      release() {
        gate.resolve();
        return ended;
      },
    };
  }

  const findLeader = () =>
    eventually(async () => {
      const [blocked] = await market.db.query<{ name: string }>(
        `SELECT application_name AS name FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND starts_with(ltrim(query, E' \\n'), 'INSERT INTO feed_task')`,
      );
      assert.ok(blocked !== undefined, 'nobody schedules');
      return blocked.name;
    });

  /** Answers how long it took until another one led. */
  async function kill(name: string, meanwhile: () => Promise<void> | void): Promise<number> {
    const dead = await readHolder();
    const replica = replicas.get(name) ?? assert.fail(`no replica is called ${name}`);
    const killedAt = performance.now();
    replica.kill('SIGKILL');
    assert.equal(await replica.exit, null, 'it did not end by itself');
    await meanwhile();
    await eventually(async () => {
      const lease = await readHolder();
      assert.ok(lease?.isHeld && lease.holder !== dead?.holder, 'nobody else leads');
    }, 2 * replacedWithinMs);
    return performance.now() - killedAt;
  }

  const eachIs = (times: number) =>
    eventually(async () => {
      const effects = (await readStates()).map(({ scheduledAt: _, ...effect }) => effect);
      const expected = { quotes: times, told: times, scheduled: times, tasks: 0 };
      assert.deepEqual(
        effects,
        codes.toSorted().map((code) => ({ code, ...expected })),
      );
    }, takenOverWithinMs);

  it('while it puts tasks into the queue is replaced, and its round is done by the next one', async () => {
    const hold = await holdRound();
    await addFeeds();
    const leader = await findLeader();
    const killedAt = Date.now();
    const tookMs = await kill(leader, hold.release);
    assert.ok(tookMs < replacedWithinMs, `${tookMs} ms`);
    await eachIs(1);
    for (const { code, scheduledAt } of await readStates()) {
      assert.ok(scheduledAt >= killedAt && scheduledAt <= Date.now(), `${code} at ${scheduledAt}`);
    }
    assert.equal(answered, codes.length, 'each was asked for once');
  });

  it('while it asks providers is replaced, and what it had taken is collected by others', async () => {
    await startReplica();
    provider.respond = ({ url }, response) => void waiting.push({ path: url ?? '', response });
    const hold = await holdRound();
    await market.db.query('UPDATE feed SET next_due_at = now()');
    const leader = await findLeader();
    await hold.release();
    await eventually(() => assert.equal(waiting.length, codes.length));
    const scheduled = (await readStates()).map(({ scheduledAt }) => scheduledAt);
    const tookMs = await kill(leader, async () => {
      provider.respond = ({ url }, response) => answer({ path: url ?? '', response });
      await eventually(() => assert.ok(waiting.some(isLost), 'it had taken some'));
      for (const one of waiting) if (!isLost(one)) answer(one);
    });
    assert.ok(tookMs < replacedWithinMs, `${tookMs} ms`);
    await eachIs(2);
    assert.deepEqual(
      (await readStates()).map(({ scheduledAt }) => scheduledAt),
      scheduled,
      'none was scheduled again',
    );
  });
});
