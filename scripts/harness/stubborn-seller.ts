/** Sells whatever happens to the shop: every order is repeated with its key until it is answered. */
import { randomUUID } from 'node:crypto';
import { payPixStubbornly } from './stubborn-customer.ts';

export interface SellerOptions {
  url: () => string;
  token: () => Promise<string>;
  productIds: string[];
  orders: number;
  concurrency: number;
  /** Called after each answered order, with how many there are by then. */
  onAnswered: (count: number) => void;
  /** Who buys: as the id of the order has it, in cash, by PIX or on the tab. Left out, all is paid in cash. */
  customerId?: string;
}

const totalMinor = 3000;
const giveUpAfterMs = 120_000;
const pauseMs = 50;

/** Answers the ids of all orders: each was answered 201. */
export async function sellStubbornly(options: SellerOptions): Promise<string[]> {
  const ids: string[] = [];
  let started = 0;
  const worker = async () => {
    while (started < options.orders) {
      started += 1;
      const id = randomUUID();
      const paymentId = await placeUntilAnswered(id, options);
      ids.push(id);
      options.onAnswered(ids.length);
      const isPix = methodOf(id, options) === 'pix';
      if (isPix) await payPixStubbornly(options, { orderId: id, paymentId });
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  return ids;
}

/** Answers the id of the order's payment. */
async function placeUntilAnswered(id: string, options: SellerOptions): Promise<string> {
  const deadline = Date.now() + giveUpAfterMs;
  for (;;) {
    const { status, text } = await place(id, options).catch(() => ({ status: 0, text: '' }));
    if (status === 201) return JSON.parse(text).payments[0].id;
    // A till that was counted while the order waited for it is no longer the seller's: sold again, it is the next one's.
    const isRepeated = status === 401 || text.includes('"till_closed"');
    if (status >= 400 && status < 500 && !isRepeated) {
      throw new Error(`order ${id}: ${status} ${text}`);
    }
    if (Date.now() > deadline) throw new Error(`order ${id} was not answered in time`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function place(id: string, options: SellerOptions) {
  const { url, token, productIds, customerId } = options;
  // Every other order names its products the other way round, the same at each repeat.
  const ordered = id < '8' ? productIds : productIds.toReversed();
  const lines = ordered.map((productId) => ({ productId, quantityMilli: 1000 }));
  const body = JSON.stringify({ id, lines, payments: paymentsOf(id, options), customerId });
  const response = await fetch(`${url()}/api/v1/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token()}`,
      'content-type': 'application/json',
      'idempotency-key': id,
    },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, text: await response.text() };
}

const methods = ['cash', 'pix', 'tab'] as const;

/** The same at each repeat. */
function methodOf(id: string, { customerId }: SellerOptions) {
  if (customerId === undefined) return 'cash';
  return methods[Number.parseInt(id.slice(0, 8), 16) % methods.length];
}

function paymentsOf(id: string, options: SellerOptions) {
  const method = methodOf(id, options);
  const tendered = method === 'cash' ? { tenderedMinor: totalMinor } : {};
  return [{ method, amountMinor: totalMinor, ...tendered }];
}
