/** Fifty requests a second of what a busy shop does, whatever the shop does meanwhile. */
import { randomUUID } from 'node:crypto';
import { shopUrl } from './kubectl.ts';
import { priceMinor } from './shop.ts';

export interface Traffic {
  /** Ends the load, waits for the answers under way, and tells what happened. */
  stop(): Promise<TrafficReport>;
}

export interface TrafficReport {
  requests: number;
  /** Whatever was not answered as it should: `POST /orders: 502` with how often. */
  failures: Record<string, number>;
  /** 503 with Retry-After: the shop says that it cannot at the moment. */
  postponed: number;
  /** Orders that were answered 201. */
  orderIds: string[];
  p99Ms: number;
}

export interface TrafficOptions {
  token: string;
  productId: string;
  perSecond?: number;
}

interface Call {
  method: 'GET' | 'POST';
  path: string;
  /** What a failure is reported under. */
  name: string;
  body?: unknown;
  key?: string;
}

const timeoutMs = 30_000;

/** Starts sending at a fixed rate, without waiting for answers: a slow shop gets no less. */
export function startTraffic({ token, productId, perSecond = 50 }: TrafficOptions): Traffic {
  const report: TrafficReport = { requests: 0, failures: {}, postponed: 0, orderIds: [], p99Ms: 0 };
  const latencies: number[] = [];
  const underWay = new Set<Promise<void>>();

  async function send(call: Call): Promise<void> {
    const startedAt = performance.now();
    report.requests += 1;
    const outcome = await request(call, token).catch((error: unknown) => causeOf(error));
    latencies.push(performance.now() - startedAt);
    if (outcome === 'postponed') report.postponed += 1;
    else if (outcome !== 'done') {
      const what = `${call.name}: ${outcome}`;
      report.failures[what] = (report.failures[what] ?? 0) + 1;
    } else if (call.key !== undefined && call.path === '/orders') report.orderIds.push(call.key);
  }

  let count = 0;
  const timer = setInterval(() => {
    const sending = send(nextCall(count++, { productId, orderIds: report.orderIds }));
    underWay.add(sending);
    void sending.finally(() => underWay.delete(sending));
  }, 1000 / perSecond);

  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      latencies.sort((a, b) => a - b);
      report.p99Ms = Math.round(latencies[Math.floor(latencies.length * 0.99)] ?? 0);
      return report;
    },
  };
}

/** Every service has its turn; every fourth request is a sale. */
function nextCall(
  count: number,
  { productId, orderIds }: { productId: string; orderIds: string[] },
): Call {
  const id = randomUUID();
  const order = {
    id,
    lines: [{ productId, quantityMilli: 1000 }],
    payments: [{ method: 'cash', amountMinor: priceMinor, tenderedMinor: priceMinor }],
  };
  const last = orderIds.at(-1);
  const sell: Call = {
    method: 'POST',
    path: '/orders',
    name: 'POST /orders',
    body: order,
    key: id,
  };
  const read = (path: string, name = path): Call => ({ method: 'GET', path, name: `GET ${name}` });
  const turns: Call[] = [
    sell,
    read(`/products/${productId}`, '/products/:id'),
    last === undefined ? read('/orders') : read(`/orders/${last}`, '/orders/:id'),
    read(`/inventory/stock/${productId}`, '/inventory/stock/:id'),
    sell,
    read('/payments?limit=5', '/payments'),
    read('/finance/accounts'),
    read('/auth/me'),
  ];
  return turns[count % turns.length] ?? sell;
}

async function request(call: Call, token: string): Promise<'done' | 'postponed' | string> {
  const response = await fetch(`${shopUrl}/api/v1${call.path}`, {
    method: call.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
    },
    signal: AbortSignal.timeout(timeoutMs),
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  await response.text();
  if (response.ok) return 'done';
  return response.status === 503 && response.headers.has('retry-after')
    ? 'postponed'
    : String(response.status);
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
