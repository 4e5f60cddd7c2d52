/** Inventory with everybody else played by the test: what it says is kept, what others say is published here. */
import { randomUUID } from 'node:crypto';
import {
  type EventPayload,
  type EventType,
  eventSchemas,
  isEventType,
} from '@balcao/contracts/events/catalog.ts';
import { topology } from '@balcao/contracts/topology.ts';
import type { Bus, Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { readConfig } from '@balcao/kit/config.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import type { RunningService } from '@balcao/kit/service.ts';
import { startTestService, type TestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

const log = createLogger({ level: 'silent' });

export interface Shop {
  service: TestService;
  db: Database;
  /** What inventory has published, by whichever instance. */
  heard: Envelope[];
  /** Resolves when inventory has handled the event, or stored it for another attempt. */
  publish<Type extends EventType>(
    type: Type,
    data: EventPayload<Type>,
    options?: PublishOptions,
  ): Promise<void>;
  /** A product that inventory knows; `others` replaces parts of it. */
  addProduct(others?: Partial<EventPayload<'product.created'>['product']>): Promise<string>;
  /** Buys. */
  purchase(productId: string, quantityMilli: number, unitCostMinor?: number): Promise<void>;
  /** Buys a lot, and answers its id. */
  buyLot(productId: string, parts: Partial<Purchase>): Promise<string>;
  /** The payloads of what was published of a type, about a subject. */
  told<Type extends EventType>(type: Type, subject?: string): EventPayload<Type>[];
  /** Another instance on the same database, with a bus of its own; `bus` is how to reach it. */
  startSecond(): Promise<{ bus: Bus; running: RunningService }>;
  close(): Promise<void>;
}

export interface Purchase {
  quantityMilli: number;
  unitCostMinor: number;
  supplierId: string;
  lotCode: string;
  receivedOn: string;
  expiresOn: string;
}

export interface PublishOptions {
  /** The event's id: the same id is the same event delivered again. */
  id?: string;
  bus?: Bus;
}

/** `now` is the shop's clock; the settings are those of `env`. */
export async function openShop(
  env: Record<string, string> = {},
  now: () => Date = () => new Date(),
): Promise<Shop> {
  const heard: Envelope[] = [];
  const bus = await openBus(heard);
  const service = await startTestService({
    settings,
    start: (config, deps) => start(config, { ...deps, now }),
    bus,
    env,
  });
  const db = createDatabase({
    url: service.databaseUrl,
    applicationName: 'test',
    maxConnections: 3,
    statementTimeoutMs: 10_000,
    log,
  });
  const others: RunningService[] = [];
  const shop: Shop = {
    service,
    db,
    heard,
    publish: (type, data, options = {}) =>
      (options.bus ?? bus).publish(envelope(type, data, options.id)),
    async addProduct(parts = {}) {
      const product = { ...someProduct(), ...parts };
      await shop.publish('product.created', { product });
      return product.id;
    },
    async purchase(productId, quantityMilli, unitCostMinor = 1_000) {
      await shop.buyLot(productId, { quantityMilli, unitCostMinor });
    },
    async buyLot(productId, parts) {
      const bought = { quantityMilli: 1_000, unitCostMinor: 1_000, ...parts };
      const body = { type: 'purchase', productId, ...bought };
      const answer = await service.as('stockist').post('/inventory/movements', body);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body.id;
    },
    told: (type, subject) =>
      heard
        .filter((one) => one.type === type && (subject === undefined || one.subject === subject))
        .map(({ data }) => parse(type, data)),
    async startSecond() {
      const second = await openBus(heard);
      const config = readConfig(settings, { PORT: '0', DATABASE_URL: service.databaseUrl, ...env });
      const { source: tokenSource } = service.tokens;
      const running = await start(config, {
        bus: second,
        redis: null,
        log,
        isListening: true,
        tokenSource,
        now,
      });
      others.push(running);
      return { bus: second, running };
    },
    async close() {
      for (const other of others) await other.stop();
      await db.close();
      await service.stop();
    },
  };
  return shop;
}

/** The zod schema of a type knows its payload, which the compiler cannot follow through a generic key. */
function parse<Type extends EventType>(type: Type, data: unknown): EventPayload<Type> {
  return eventSchemas[type].parse(data) as EventPayload<Type>;
}

/** A bus on which all other services listen and do nothing; what inventory publishes is kept, once per event. */
async function openBus(heard: Envelope[]): Promise<Bus> {
  const bus = createMemoryBus(topology);
  const queues = Object.keys(topology).filter((queue) => !queue.startsWith('inventory.'));
  const listener = { maxBatch: 100, deliver: async () => undefined, park: async () => undefined };
  for (const queue of queues) await bus.subscribe({ ...listener, queue });
  return {
    ...bus,
    async publish(event) {
      await bus.publish(event);
      const isNew = heard.every(({ id }) => id !== event.id);
      if (event.source === 'inventory' && isNew) heard.push(event);
    },
  };
}

function envelope(type: EventType, data: unknown, id: string = randomUUID()): Envelope {
  if (!isEventType(type)) throw new Error(`${type} is no event`);
  const time = new Date().toISOString();
  return { id, type, source: 'test', subject: subjectOf(data), time, traceparent: null, data };
}

function subjectOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  if ('orderId' in data) return String(data.orderId);
  const { product } =
    'product' in data ? eventSchemas['product.created'].parse(data) : { product: { id: '' } };
  return product.id;
}

export function someProduct(): EventPayload<'product.created'>['product'] {
  const id = randomUUID();
  return {
    id,
    sku: id.slice(0, 8),
    name: `Picanha ${id.slice(0, 4)}`,
    categoryId: null,
    unit: 'kg',
    priceMinor: 6_990,
    costMinor: 4_000,
    plu: null,
    barcode: null,
    shelfLifeDays: null,
    active: true,
    version: 1,
  };
}

type Lines = { productId: string; quantityMilli: number }[];

export function placed(
  orderId: string,
  lines: Lines,
  livesMs = 60_000,
): EventPayload<'order.placed'> {
  return { orderId, lines, expiresAt: new Date(Date.now() + livesMs).toISOString() };
}

export function cancelled(orderId: string): EventPayload<'order.cancelled'> {
  return { orderId, reason: 'requested' };
}

export function completed(orderId: string, lines: Lines): EventPayload<'sale.completed'> {
  const soldLines = lines.map((line) => ({
    ...line,
    name: 'Picanha',
    unit: 'kg' as const,
    unitPriceMinor: 0,
    totalMinor: 0,
  }));
  return {
    orderId,
    sellerId: randomUUID(),
    completedAt: '2026-11-22T01:30:00.000Z',
    businessDate: '2026-11-21',
    totalMinor: 0,
    discountMinor: 0,
    lines: soldLines,
    payments: [],
    tillId: null,
    customerId: null,
    isLate: false,
    register: null,
    receiptNumber: null,
  };
}

export function refunded(orderId: string, lines: Lines): EventPayload<'sale.refunded'> {
  const { sellerId: refundId, lines: soldLines } = completed(orderId, lines);
  return {
    orderId,
    refundId,
    refundedAt: '2026-11-23T15:00:00.000Z',
    businessDate: '2026-11-23',
    totalMinor: 0,
    lines: soldLines.map((line) => ({ ...line, disposition: 'stock' as const })),
    payments: [],
    tillId: null,
    isWhole: true,
  };
}
