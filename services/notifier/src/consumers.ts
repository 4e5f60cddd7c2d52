/** What notifier listens to: names of products, and what people should look at. */
import type { NotificationEvent } from '@balcao/contracts/api/notifications.ts';
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import type {
  MarketAlert,
  MarketAlertAcknowledged,
  MarketAlertMuting,
} from '@balcao/contracts/events/market.ts';
import type { ProductChanged } from '@balcao/contracts/events/product.ts';
import { type Consumer, type Message, on } from '@balcao/kit/consumer.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import { acknowledgeFiring } from './firing-store.ts';
import { saveMutings, withdrawRepetitions } from './muting-store.ts';
import type { NewNotification, Wording } from './notification.ts';
import { holdOrder, insertNotifications } from './notification-store.ts';
import { findProducts, saveProducts } from './product-store.ts';
import { readRoutes } from './routing-store.ts';
import { wordMarketFiring, wordMarketResolved } from './word-market.ts';
import { wordPaymentDeclined, wordTillClosed } from './word-money.ts';
import { type NamedProduct, wordStockExpiring, wordStockLow } from './word-stock.ts';

/** Called with those that are new, in the transaction that puts them in. */
export type OnTold = (tx: Tx, notifications: NewNotification[]) => Promise<void>;

export function notifierConsumers(onTold: OnTold): Consumer[] {
  return [
    {
      queue: 'notifier.catalog',
      handlers: {
        'product.created': on(eventSchemas['product.created'], keepNames),
        'product.updated': on(eventSchemas['product.updated'], keepNames),
      },
    },
    {
      queue: 'notifier.shop',
      handlers: {
        'stock.low': on(eventSchemas['stock.low'], (tx, messages) =>
          tellOfStock(tx, messages, { event: 'stock.low', word: wordStockLow, onTold }),
        ),
        'stock.expiring': on(eventSchemas['stock.expiring'], (tx, messages) =>
          tellOfStock(tx, messages, { event: 'stock.expiring', word: wordStockExpiring, onTold }),
        ),
        'payment.declined': on(eventSchemas['payment.declined'], (tx, messages) =>
          tell(tx, messages, { event: 'payment.declined', word: wordPaymentDeclined, onTold }),
        ),
        'till.closed': on(eventSchemas['till.closed'], (tx, messages) =>
          tell(tx, messages, { event: 'till.closed', word: wordTillClosed, onTold }),
        ),
      },
    },
    {
      queue: 'notifier.market',
      handlers: {
        'market.alert.firing': on(eventSchemas['market.alert.firing'], (tx, messages) =>
          tellOfPrices(tx, messages, {
            event: 'market.alert.firing',
            word: wordMarketFiring,
            onTold,
          }),
        ),
        'market.alert.resolved': on(eventSchemas['market.alert.resolved'], (tx, messages) =>
          tellOfPrices(tx, messages, {
            event: 'market.alert.resolved',
            word: wordMarketResolved,
            onTold,
          }),
        ),
      },
    },
    {
      // A queue of its own: a version that does not know the event does not hear it.
      queue: 'notifier.acknowledgements',
      handlers: {
        'market.alert.acknowledged': on(
          eventSchemas['market.alert.acknowledged'],
          stopTellingAgain,
        ),
      },
    },
    {
      queue: 'notifier.mutings',
      handlers: {
        'market.alert.muted': on(eventSchemas['market.alert.muted'], mute),
        'market.alert.unmuted': on(eventSchemas['market.alert.unmuted'], unmute),
      },
    },
  ];
}

function keepNames(tx: Tx, messages: Message<ProductChanged>[]): Promise<void> {
  return saveProducts(
    tx,
    messages.map(({ data }) => data.product),
  );
}

async function stopTellingAgain(
  tx: Tx,
  messages: Message<MarketAlertAcknowledged>[],
): Promise<void> {
  await holdFiring(tx);
  await acknowledgeFiring(
    tx,
    messages.map(({ data }) => threadOf(data)),
  );
}

async function mute(tx: Tx, messages: Message<MarketAlertMuting>[]): Promise<void> {
  await holdFiring(tx);
  await withdrawRepetitions(tx, await saveMutings(tx, messages.map(mutingOf), true));
}

async function unmute(tx: Tx, messages: Message<MarketAlertMuting>[]): Promise<void> {
  // It changes nothing that was told; but what is muted in the same batch holds this, and in the same order.
  await holdFiring(tx);
  await saveMutings(tx, messages.map(mutingOf), false);
}

const mutingOf = ({ data }: Message<MarketAlertMuting>) => ({
  thread: threadOf(data),
  change: data.change,
});

async function holdFiring(tx: Tx): Promise<void> {
  // A beginning that is being told, for the first time or again, is there, or comes after this.
  holdOrder(tx);
  // As in dispatch: whoever deletes a channel holds it before what its routes have told.
  await readRoutes(tx);
}

interface Telling<Data> {
  event: NotificationEvent;
  word: (data: Data) => Wording;
  onTold: OnTold;
  /** Of an alert. */
  labels?: (data: Data) => Pick<NewNotification, 'thread' | 'rule' | 'symbol' | 'startedAt'>;
}

interface TellingOfProduct<Data> extends Omit<Telling<Data>, 'word'> {
  word: (data: Data, product: NamedProduct | undefined) => Wording;
}

async function tellOfStock<Data extends { productId: string }>(
  tx: Tx,
  messages: Message<Data>[],
  { word, ...telling }: TellingOfProduct<Data>,
): Promise<void> {
  const products = await findProducts(
    tx,
    messages.map(({ data }) => data.productId),
  );
  await tell(tx, messages, {
    ...telling,
    word: (data) => word(data, products.get(data.productId)),
  });
}

/** An alert on prices begins and ends under one thread. */
const threadOf = ({ alertId }: { alertId: string }) => `alert:${alertId}`;

const tellOfPrices = (tx: Tx, messages: Message<MarketAlert>[], telling: Telling<MarketAlert>) =>
  tell(tx, messages, {
    ...telling,
    labels: ({ ruleId, symbol, startedAt, ...alert }) => ({
      thread: threadOf(alert),
      rule: ruleId,
      symbol,
      startedAt,
    }),
  });

const noLabels = { thread: null, rule: null, symbol: null, startedAt: null };

async function tell<Data>(
  tx: Tx,
  messages: Message<Data>[],
  { event, word, onTold, labels = () => noLabels }: Telling<Data>,
): Promise<void> {
  const notifications = messages.map(({ id: eventId, subject, time: occurredAt, data }) => ({
    id: newId(),
    eventId,
    event,
    subject,
    occurredAt,
    ...labels(data),
    ...word(data),
  }));
  await onTold(tx, await insertNotifications(tx, notifications));
}
