/** Guards that no sequence of refunds, repeats and crashes gives back more than was paid, or anything twice. */
import assert from 'node:assert/strict';
import { paymentRefunded } from '@balcao/contracts/events/payment.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createLogger } from '@balcao/kit/log.ts';
import { migrate } from '@balcao/kit/migrate.ts';
import type { OutgoingEvent } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { createTestDatabase, type TestDatabase } from '@balcao/kit/testing/database.ts';
import fc from 'fast-check';
import { createBell } from '../src/bell.ts';
import { takeCalls } from '../src/call-store.ts';
import type { Desk } from '../src/move-payments.ts';
import { lockPayments } from '../src/payment-store.ts';
import { startRefunds } from '../src/refund-payments.ts';
import { migrations } from '../src/service.ts';
import { recordResult } from '../src/settle-payment.ts';
import { createSimulatedProvider, type SimulatedProvider } from '../src/simulated-provider.ts';

const log = createLogger({ level: 'silent' });
const payee = { name: 'Loja', city: 'Sao Paulo', key: 'loja@example.com', url: undefined };
const cause = { traceparent: null };
const crashes = ['none', 'before the call', 'before its record', 'after its record'] as const;
type Crash = (typeof crashes)[number];

type Step =
  | { kind: 'refund'; name: number; amountMinor: number | undefined }
  | { kind: 'work'; crash: Crash };

const refund = fc.record({
  kind: fc.constant('refund' as const),
  name: fc.nat(4),
  amountMinor: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  refund,
  fc.record({ kind: fc.constant('work' as const), crash: fc.constantFrom(...crashes) }),
);

describe('refunds of a payment', function () {
  this.timeout(60_000);
  const paidMinor = 200;
  let database: TestDatabase;
  let db: Database;
  let provider: SimulatedProvider;
  const told: OutgoingEvent[] = [];
  const desk: Desk = {
    outbox: {
      add: (tx, events) => tx.afterCommit(() => told.push(...events)),
      onAdded: () => undefined,
      wake: () => undefined,
    },
    bell: createBell(),
    provider: 'simulated',
    now: () => new Date(),
    cardFees: {
      debit: { basisPoints: 0, fixedMinor: 0 },
      credit: { basisPoints: 0, fixedMinor: 0 },
    },
    wakeWorker: () => undefined,
  };

  before(async () => {
    database = await createTestDatabase();
    await migrate(database.url, migrations, log);
    db = createDatabase({
      url: database.url,
      applicationName: 'test',
      maxConnections: 5,
      statementTimeoutMs: 10_000,
      log,
    });
    const sendWebhook = () => Promise.reject(new Error('not in this test'));
    provider = createSimulatedProvider({
      db,
      sendWebhook,
      lateMs: 0,
      payee,
      now: () => new Date(),
      log,
    });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  async function pay(): Promise<string> {
    const id = newId();
    const signal = AbortSignal.timeout(5_000);
    const charge = { paymentId: id, method: 'credit', amountMinor: paidMinor, cardToken: null };
    await provider.charge({ ...charge, method: 'credit' }, signal);
    await db.query(
      `WITH placed AS (INSERT INTO payable_order (order_id, status) VALUES ($1, 'completed') RETURNING 1)
       INSERT INTO payment (id, order_id, method, amount_minor, status, origin, provider, approved_at)
       SELECT $2, $1, 'credit', $3, 'approved', 'order', 'simulated', now() FROM placed`,
      [newId(), id, paidMinor],
    );
    return id;
  }

  const ask = (paymentId: string, refundId: string, amountMinor: number | undefined) =>
    db
      .transaction(async (tx) => {
        const payment = (await lockPayments(tx, [paymentId])).get(paymentId);
        assert.ok(payment);
        return startRefunds(tx, desk, [{ payment, refundId, amountMinor, cause }]);
      })
      .catch((error: unknown) => {
        const isRefused =
          error instanceof Problem &&
          ['refund_exceeds_payment', 'invalid_transition'].includes(error.code);
        if (!isRefused) throw error;
      });

  /** What the worker does, dying where `crash` says; its calls are taken anew after that. */
  async function work(crash: Crash): Promise<number> {
    const calls = await takeCalls(db, { limit: 16, leaseMs: 60_000 });
    for (const call of calls) {
      if (crash !== 'before the call') {
        const { id: refundId, paymentId, amountMinor } = call;
        const signal = AbortSignal.timeout(5_000);
        const given = await provider.refund({ refundId, paymentId, amountMinor }, signal);
        const result = { kind: 'given' as const, ...given };
        const record = () => db.transaction((tx) => recordResult(tx, desk, { call, result }));
        if (crash !== 'before its record') await record();
        if (crash === 'after its record') await record();
      }
    }
    await db.query('UPDATE provider_call SET taken_until = NULL');
    return calls.length;
  }

  async function check(paymentId: string): Promise<void> {
    const [sums] = await db.query<Record<string, number>>(
      `SELECT p.refunded_minor,
         (SELECT coalesce(sum(amount_minor), 0)::bigint FROM payment_refund r
          WHERE r.payment_id = p.id) AS wanted,
         (SELECT coalesce(sum(given_minor), 0)::bigint FROM payment_refund r
          WHERE r.payment_id = p.id) AS done,
         (SELECT coalesce(sum(amount_minor), 0)::bigint FROM simulated_refund r
          WHERE r.payment_id = p.id) AS given
       FROM payment p WHERE p.id = $1`,
      [paymentId],
    );
    const { refunded_minor: refunded = -1, wanted = -1, done = -1, given = -1 } = sums ?? {};
    assert.ok(wanted <= paidMinor, `${wanted} of ${paidMinor} are wanted back`);
    assert.ok(done <= given && given <= wanted);
    assert.equal(refunded, done);
    const events = told
      .map(({ data }) => paymentRefunded.parse(data))
      .filter((event) => event.paymentId === paymentId);
    assert.equal(new Set(events.map(({ refundId }) => refundId)).size, events.length);
    assert.equal(
      events.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      done,
    );
    assert.equal(events.at(-1)?.status === 'refunded', done === paidMinor);
  }

  it('never are more than was paid, and each goes back once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const paymentId = await pay();
        const names = Array.from({ length: 5 }, newId);
        for (const one of steps) {
          if (one.kind === 'work') await work(one.crash);
          else await ask(paymentId, names[one.name] ?? '', one.amountMinor);
          await check(paymentId);
        }
        while ((await work('none')) > 0);
        await check(paymentId);
        const open = await db.query('SELECT FROM payment_refund WHERE done_at IS NULL');
        assert.equal(open.length, 0);
      }),
      { numRuns: 40 },
    );
  });

  it('never are more than was paid when many ask at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(refund, { minLength: 4, maxLength: 10 }), async (refunds) => {
        const paymentId = await pay();
        const names = Array.from({ length: 5 }, newId);
        await Promise.all(
          refunds.map(({ name, amountMinor }) => ask(paymentId, names[name] ?? '', amountMinor)),
        );
        await Promise.all([work('before its record'), work('none')]);
        while ((await work('none')) > 0);
        await check(paymentId);
      }),
      { numRuns: 15 },
    );
  });
});
