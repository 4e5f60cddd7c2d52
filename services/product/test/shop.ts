/** A product service for tests, with a bus that keeps what was published. */
import type { Bus, Envelope } from '@balcao/kit/bus.ts';
import { createMemoryBus } from '@balcao/kit/bus-memory.ts';
import { createDatabase, type Database } from '@balcao/kit/db.ts';
import { createLogger } from '@balcao/kit/log.ts';
import {
  type ApiClient,
  type ApiResponse,
  createApiClient,
} from '@balcao/kit/testing/api-client.ts';
import { startTestService } from '@balcao/kit/testing/service.ts';
import { settings, start } from '../src/service.ts';

export interface Shop {
  url: string;
  adminToken: string;
  admin: ApiClient;
  adminId: string;
  stockist: ApiClient;
  seller: ApiClient;
  nobody: ApiClient;
  bus: Bus;
  /** The service's own database. */
  db: Database;
  published: Envelope[];
  /** Adds a product that the given fields distinguish; fails unless it is answered 201. */
  addProduct(fields: Record<string, unknown>): Promise<ApiResponse['body']>;
  stop(): Promise<void>;
}

const adminId = '01890000-0000-7000-8000-00000000ad01';
let skus = 0;

/** A whole product, as a client sends it, with a SKU of its own. */
export function productFields(fields: Record<string, unknown> = {}) {
  skus += 1;
  return { sku: `SKU-${skus}`, name: 'Alcatra', unit: 'kg', priceMinor: 3990, ...fields };
}

export async function openShop(env: Record<string, string> = {}): Promise<Shop> {
  const { bus, published } = recordingBus();
  const test = await startTestService({ settings, start, bus, env });
  const admin = test.as('admin', adminId);
  const db = createDatabase({
    url: test.databaseUrl,
    applicationName: 'test',
    maxConnections: 2,
    statementTimeoutMs: 30_000,
    log: createLogger({ level: 'silent' }),
  });
  return {
    url: test.url,
    adminToken: test.tokens.tokenFor('admin', adminId),
    admin,
    adminId,
    stockist: test.as('stockist'),
    seller: test.as('seller'),
    nobody: createApiClient(test.url),
    bus,
    db,
    published,
    async addProduct(fields) {
      const { status, body } = await admin.post('/products', productFields(fields));
      if (status !== 201) throw new Error(`not added: ${JSON.stringify(body)}`);
      return body;
    },
    async stop() {
      await db.close();
      await test.stop();
    },
  };
}

/** Nobody but product listens, so every event of the catalogue leaves the outbox at once. */
function recordingBus(): { bus: Bus; published: Envelope[] } {
  const published: Envelope[] = [];
  const memory = createMemoryBus({ 'product.stock': ['stock.changed', 'stock.available'] });
  const publish = async (event: Envelope) => {
    published.push(event);
    await memory.publish(event);
  };
  return { bus: { ...memory, publish }, published };
}
