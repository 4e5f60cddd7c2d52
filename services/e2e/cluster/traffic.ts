/** Fifty requests a second of what a busy shop does, whatever the shop does meanwhile. */
import { randomUUID } from 'node:crypto';
import http, { type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { shopUrl } from './installation.ts';
import { priceMinor } from './shop.ts';

export interface Traffic {
  /** Orders that were answered 201 so far. */
  sales(): number;
  /** Ends the load, waits for the answers under way, and tells what happened. */
  stop(): Promise<TrafficReport>;
}

export interface TrafficReport {
  requests: number;
  /** Whatever was not answered as it should: `POST /orders: 502` with how often. */
  failures: Record<string, number>;
  /** How often the shop said that it cannot at the moment: 503 with Retry-After. Each was sent again, as a till does. */
  postponed: Record<string, number>;
  /** Orders that were answered 201. */
  orderIds: string[];
  /** Orders whose answer was another one, or lost: each was made or was not. */
  unclearIds: string[];
  p99Ms: number;
}

export interface TrafficOptions {
  token: string;
  productId: string;
  perSecond?: number;
}

interface Call {
  method: 'GET' | 'POST';
  /** From the shop's root: the API's or the user interface's. */
  path: string;
  /** What a failure is reported under. */
  name: string;
  body?: unknown;
  key?: string;
}

const api = '/api/v1';
const timeoutMs = 30_000;
const giveUpAfterMs = 60_000;
const retryAfterMs = 1_000;
const postponed = '503, come again:';

/** Starts sending at a fixed rate, without waiting for answers: a slow shop gets no less. */
export function startTraffic({ token, productId, perSecond = 50 }: TrafficOptions): Traffic {
  const report: TrafficReport = {
    requests: 0,
    failures: {},
    postponed: {},
    orderIds: [],
    unclearIds: [],
    p99Ms: 0,
  };
  const latencies: number[] = [];
  const underWay = new Set<Promise<void>>();

  async function send(call: Call): Promise<void> {
    const startedAt = performance.now();
    report.requests += 1;
    const outcome = await untilAnswered(call);
    latencies.push(performance.now() - startedAt);
    const isDone = outcome === 'done';
    if (!isDone) addTo(report.failures, `${call.name}: ${outcome}`);
    if (call.key !== undefined) (isDone ? report.orderIds : report.unclearIds).push(call.key);
  }

  /** What is postponed is sent again under its key, until it is clear whether it was done. */
  async function untilAnswered(call: Call): Promise<string> {
    const deadline = Date.now() + giveUpAfterMs;
    for (;;) {
      const outcome = await request(call, token).catch((error: unknown) => causeOf(error));
      if (!outcome.startsWith(postponed) || Date.now() > deadline) return outcome;
      addTo(report.postponed, `${call.name}: ${outcome}`);
      await delay(retryAfterMs);
    }
  }

  // By the clock, so that a busy machine does not thin the load out.
  const startedAt = performance.now();
  let count = 0;
  const timer = setInterval(() => {
    for (
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      count < due;
      count += 1
    ) {
      const sending = send(nextCall(count, { productId, orderIds: report.orderIds }));
      underWay.add(sending);
      void sending.finally(() => underWay.delete(sending));
    }
  }, 1000 / perSecond);

  return {
    sales: () => report.orderIds.length,
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
    path: `${api}/orders`,
    name: 'POST /orders',
    body: order,
    key: id,
  };
  const read = (path: string, name = path): Call => ({
    method: 'GET',
    path: `${api}${path}`,
    name: `GET ${name}`,
  });
  const turns: Call[] = [
    sell,
    read(`/products/${productId}`, '/products/:id'),
    last === undefined ? read('/orders') : read(`/orders/${last}`, '/orders/:id'),
    read(`/inventory/stock/${productId}`, '/inventory/stock/:id'),
    sell,
    read('/payments/simulator'),
    read('/finance/accounts'),
    read('/auth/me'),
    sell,
    read('/market/quotes/latest'),
    read('/notifications'),
    { method: 'GET', path: '/', name: 'GET / (web)' },
  ];
  return turns[count % turns.length] ?? sell;
}

async function request(call: Call, token: string): Promise<string> {
  const {
    status,
    headers,
    text: content,
  } = await exchange(call, {
    authorization: `Bearer ${token}`,
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.key === undefined ? {} : { 'idempotency-key': call.key }),
  });
  if (status >= 200 && status < 300) return 'done';
  const isPostponed = status === 503 && headers['retry-after'] !== undefined;
  const [, detail = content.slice(0, 80)] = /"detail":"([^"]*)"/.exec(content) ?? [];
  // Without ids, so that what is the same is counted together.
  const reason = detail.replaceAll(/[0-9a-f-]{36}/g, '…');
  return `${isPostponed ? postponed : status} ${reason}`;
}

interface Exchanged {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Each on a connection of its own: one that is kept may be closed by the ingress, which starts anew whenever
 * pods change, at the moment of the next request. A browser then sends it again; that is nothing of the shop's.
 */
function exchange({ method, path, body }: Call, headers: OutgoingHttpHeaders): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = http.request(
      `${shopUrl}${path}`,
      { method, headers, agent: false, signal },
      (answer) => {
        const { statusCode: status = 0, headers } = answer;
        text(answer).then((content) => resolve({ status, headers, text: content }), reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function addTo(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
