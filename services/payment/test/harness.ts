/** Payment under test: the service, a listener in the place of sales, and its database. */
import type { EventPayload, EventType } from '@balcao/contracts/events/catalog.ts';
import type { SettledPayment } from '@balcao/contracts/events/sales.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { topology } from '@balcao/contracts/topology.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { startTestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export const secret = 'the-secret-of-the-tests';
const hourMs = 3_600_000;

export interface AskedPayment {
  id?: string;
  method: PaymentMethod;
  amountMinor: number;
  tenderedMinor?: number;
  cardToken?: string;
}

export interface PaymentHarness {
  url: string;
  db: Database;
  admin: ApiClient;
  seller: ApiClient;
  tokenFor: (role: 'admin' | 'seller') => string;
  as: (role: 'admin' | 'seller' | 'stockist', userId?: string) => ApiClient;
  /** Publishes an event about an order; resolves when payment has handled it. Answers the event's id. */
  publish<T extends EventType>(
    type: T,
    data: EventPayload<T> & { orderId: string },
    id?: string,
    traceparent?: string,
  ): Promise<string>;
  /** Asks for payments of an order of `totalMinor`; answers the ids of order and payments. */
  request(
    asked: AskedPayment[],
    options?: RequestOptions,
  ): Promise<{ orderId: string; ids: string[] }>;
  cancelOrder(orderId: string, eventId?: string): Promise<string>;
  completeOrder(orderId: string, payments?: SettledPayment[]): Promise<string>;
  /** Refunds so much of each payment; `options` make it a repeat. */
  refundOrder(
    orderId: string,
    payments: SettledPayment[],
    options?: { refundId?: string; eventId?: string },
  ): Promise<string>;
  /** What sales was told of an order so far, as `payment.approved` and so on. */
  told(orderId: string): string[];
  /** The data of the first event that sales got of an order. */
  firstTold(orderId: string): unknown;
  events: Envelope[];
  status(paymentId: string): Promise<string>;
  becomes(paymentId: string, status: string): Promise<void>;
  /** The calls of a payment, as `charge done`. */
  calls(paymentId: string): Promise<string[]>;
  callsBecome(paymentId: string, expected: string[]): Promise<void>;
  stop(): Promise<void>;
}

export interface RequestOptions {
  orderId?: string;
  totalMinor?: number;
  expiresInMs?: number;
  eventId?: string;
}

export async function startPayment(env: Record<string, string> = {}): Promise<PaymentHarness> {
  const bus = createMemoryBus({
    'payment.orders': topology['payment.orders'],
    'sales.payments': topology['sales.payments'],
  });
  const events: Envelope[] = [];
  await bus.subscribe({
    queue: 'sales.payments',
    maxBatch: 100,
    deliver: async (messages) => void events.push(...messages),
    park: async () => undefined,
  });
  const test = await startTestService({
    settings,
    start,
    bus,
    env: { PAYMENT_WEBHOOK_SECRET: secret, PAYMENT_SIMULATOR_LATE_MS: '50', ...env },
  });
  const db = createDatabase({
    url: test.databaseUrl,
    applicationName: 'test',
    maxConnections: 3,
    statementTimeoutMs: 10_000,
    log: createLogger({ level: 'silent' }),
  });

  const publish: PaymentHarness['publish'] = async (type, data, id = newId(), traceparent) => {
    const time = new Date().toISOString();
    const facts = { id, type, source: 'sales', subject: data.orderId, time, data };
    await bus.publish({ ...facts, traceparent: traceparent ?? null });
    return id;
  };
  const status: PaymentHarness['status'] = async (id) => {
    const [row] = await db.query<{ status: string }>('SELECT status FROM payment WHERE id = $1', [
      id,
    ]);
    return row?.status ?? 'unknown';
  };
  const calls: PaymentHarness['calls'] = async (id) => {
    const rows = await db.query<{ kind: string; state: string }>(
      'SELECT kind, state FROM provider_call WHERE payment_id = $1 ORDER BY id',
      [id],
    );
    return rows.map(({ kind, state }) => `${kind} ${state}`);
  };

  return {
    url: test.url,
    db,
    admin: test.as('admin'),
    seller: test.as('seller'),
    as: test.as,
    tokenFor: test.tokens.tokenFor,
    events,
    publish,
    status,
    calls,
    async request(asked, { orderId = newId(), totalMinor, expiresInMs = hourMs, eventId } = {}) {
      const payments = asked.map(({ id = newId(), ...facts }) => ({ paymentId: id, ...facts }));
      const sum = asked.reduce((total, { amountMinor }) => total + amountMinor, 0);
      const expiresAt = new Date(Date.now() + expiresInMs).toISOString();
      const data = { orderId, totalMinor: totalMinor ?? sum, expiresAt, payments };
      await publish('payment.requested', data, eventId);
      return { orderId, ids: payments.map(({ paymentId }) => paymentId) };
    },
    cancelOrder: (orderId, eventId) =>
      publish('order.cancelled', { orderId, reason: 'requested' }, eventId),
    completeOrder: (orderId, payments = []) =>
      publish('sale.completed', {
        ...sale(orderId),
        payments,
        sellerId: newId(),
        completedAt: now(),
        discountMinor: 0,
        tillId: null,
        customerId: null,
        isLate: false,
        register: null,
        receiptNumber: null,
      }),
    refundOrder: (orderId, payments, { refundId = newId(), eventId } = {}) =>
      publish('sale.refunded', { ...refundOf(orderId), payments, refundId }, eventId),
    firstTold: (orderId) => events.find(({ subject }) => subject === orderId)?.data,
    told: (orderId) => events.filter(({ subject }) => subject === orderId).map(({ type }) => type),
    becomes: (id, expected) =>
      eventually(async () => {
        const found = await status(id);
        if (found !== expected) throw new Error(`the payment is ${found}, not ${expected}`);
      }),
    callsBecome: (id, expected) =>
      eventually(async () => {
        const found = (await calls(id)).join(', ');
        if (found !== expected.join(', '))
          throw new Error(`the calls are ${found}, not ${expected.join(', ')}`);
      }),
    async stop() {
      await db.close();
      await test.stop();
      await bus.close();
    },
  };
}

function now(): string {
  return new Date().toISOString();
}

function refundOf(orderId: string) {
  const { lines, ...rest } = sale(orderId);
  return {
    ...rest,
    lines: lines.map((line) => ({ ...line, disposition: 'stock' as const })),
    refundId: newId(),
    refundedAt: now(),
    tillId: null,
    isWhole: true,
  };
}

function sale(orderId: string) {
  const line = {
    productId: newId(),
    name: 'Picanha',
    unit: 'kg' as const,
    quantityMilli: 1_000,
    unitPriceMinor: 1_000,
  };
  return {
    orderId,
    businessDate: '2026-11-22',
    totalMinor: 1_000,
    lines: [{ ...line, totalMinor: 1_000 }],
    payments: [],
  };
}
