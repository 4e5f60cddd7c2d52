/** What finance listens to: each message becomes one posting, whose span ends the trace of the sale. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type { SaleRefunded } from '@balcao/contracts/events/sales.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import { type Consumer, type Message, on } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { contextFrom, failSpan, type Telemetry } from '@balcao/kit/telemetry.ts';
import { z } from 'zod';
import { lockAccountDays, missingSources } from './journal-store.ts';
import type { JournalTransaction, Posting } from './journal-transaction.ts';
import { moveToOpenDays, openDays } from './open-days.ts';
import { postFee } from './post-fee.ts';
import { postJournal } from './post-journal.ts';
import { postRefund, postSale, saleAccounts, saleSource } from './post-sale.ts';
import { postStockChange } from './post-stock-change.ts';
import { postTabAdjustment, postTabPayment, tabAccounts } from './post-tab.ts';
import { postTill } from './post-till.ts';
import { addProductAmounts } from './product-amount-store.ts';
import {
  amountsOfRefund,
  amountsOfSale,
  amountsOfStockChange,
  type ProductAmounts,
} from './product-amounts.ts';

interface ConsumerDeps {
  telemetry: Telemetry;
  /** Counts what was posted, and has the balances forgotten that it changes, once it is committed. */
  onPosted: (tx: Tx, postings: Iterable<Posting>) => void;
  businessDateOf: (at: Date) => string;
}

export function financeConsumers(deps: ConsumerDeps): Consumer[] {
  return [
    {
      queue: 'finance.sales',
      lock: lockDays(saleAccounts),
      handlers: {
        'sale.completed': on(eventSchemas['sale.completed'], (tx, messages) =>
          post(tx, toCaused(messages, postSale, amountsOfSale), deps),
        ),
        'sale.refunded': on(eventSchemas['sale.refunded'], async (tx, messages) => {
          await requireSales(
            tx,
            messages.map(({ data }) => data),
          );
          await post(tx, toCaused(messages, postRefund, amountsOfRefund), deps);
        }),
      },
    },
    {
      queue: 'finance.payments',
      handlers: {
        'payment.approved': on(eventSchemas['payment.approved'], (tx, messages) =>
          post(
            tx,
            toCaused(messages, (approved) => postFee(approved, deps.businessDateOf)),
            deps,
          ),
        ),
      },
    },
    {
      queue: 'finance.stock',
      handlers: {
        'stock.changed': on(eventSchemas['stock.changed'], (tx, messages) =>
          post(tx, toCaused(messages, postStockChange, amountsOfStockChange), deps),
        ),
      },
    },
    {
      queue: 'finance.tabs',
      lock: lockDays(tabAccounts),
      handlers: {
        'tab.paid': on(eventSchemas['tab.paid'], (tx, messages) =>
          post(tx, toCaused(messages, postTabPayment), deps),
        ),
        'tab.adjusted': on(eventSchemas['tab.adjusted'], (tx, messages) =>
          post(tx, toCaused(messages, postTabAdjustment), deps),
        ),
      },
    },
    {
      queue: 'finance.tills',
      handlers: {
        'till.closed': on(eventSchemas['till.closed'], (tx, messages) =>
          post(tx, toCaused(messages, postTill), deps),
        ),
      },
    },
  ];
}

interface Caused {
  transaction: JournalTransaction;
  traceparent: string | null;
  /** What it says about products. */
  products: ProductAmounts | null;
}

function toCaused<Data>(
  messages: Message<Data>[],
  rule: (data: Data) => JournalTransaction,
  productsOf: (data: Data) => ProductAmounts | null = () => null,
): Caused[] {
  return messages
    .map(({ data, traceparent }) => ({
      transaction: rule(data),
      traceparent,
      products: productsOf(data),
    }))
    .filter(({ transaction }) => transaction.lines.length > 0);
}

/** Posts under the trace of each message; what is new in the journal counts for its products too. */
async function post(tx: Tx, caused: Caused[], { telemetry, onPosted }: ConsumerDeps) {
  const open = await moveToOpenDays(tx, caused);
  const traced = open.map(({ transaction, traceparent, products }) => {
    const attributes = { 'balcao.journal.source': transaction.source };
    const span = telemetry.tracer.startSpan(
      'post journal',
      { attributes },
      contextFrom(traceparent),
    );
    const { traceId } = span.spanContext();
    return { span, products, posting: { ...transaction, id: newId(), createdBy: null, traceId } };
  });
  try {
    const created = await postJournal(
      tx,
      traced.map(({ posting }) => posting),
    );
    const posted = traced.filter(({ posting }) => created.has(posting));
    addProductAmounts(
      tx,
      posted.flatMap(({ products, posting: { date } }) =>
        products === null ? [] : { ...products, date },
      ),
    );
    onPosted(tx, created.keys());
  } catch (error) {
    for (const { span } of traced) failSpan(span, error);
    throw error;
  } finally {
    for (const { span } of traced) span.end();
  }
}

/** Throws `conflict`, upon which the message is tried again later. A sale of nothing is not in the journal. */
async function requireSales(tx: Tx, refunds: SaleRefunded[]): Promise<void> {
  const sources = refunds
    .filter(({ totalMinor }) => totalMinor > 0)
    .map(({ orderId }) => saleSource(orderId));
  const [missing] = await missingSources(tx, sources);
  if (missing !== undefined) throw new Problem('conflict', `The ${missing} has not arrived yet.`);
}

const dated = z.object({ businessDate });

/** Messages of two types in one batch are posted one after the other, though both touch the same sums. */
const lockDays = (accounts: AccountCode[]) => async (tx: Tx, messages: Envelope[]) => {
  if (new Set(messages.map(({ type }) => type)).size === 1) return;
  const dates = messages.flatMap(({ data }) => dated.safeParse(data).data?.businessDate ?? []);
  await lockAccountDays(tx, { accounts, dates: await openDays(tx, dates) });
};
