/** What sales listens to. */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { type Consumer, on } from '@balcao/kit/consumer.ts';
import { saveProducts } from './catalogue-store.ts';
import { declinePayments, expirePayments } from './give-up-order.ts';
import { keepProducts, keepPromotions } from './past-store.ts';
import { savePromotions } from './promotion-store.ts';
import type { SettleDeps } from './settle-deps.ts';
import { noteRefunds, rejectOrders, requestPayments, takePayments } from './settle-order.ts';

export function salesConsumers(deps: SettleDeps): Consumer[] {
  const catalogue = on(eventSchemas['product.updated'], (tx, messages) => {
    const told = messages.map(({ time, data }) => ({ ...data, since: time }));
    keepProducts(tx, told);
    return saveProducts(
      tx,
      told.map(({ product }) => product),
    );
  });
  const promotions = on(eventSchemas['promotion.updated'], (tx, messages) => {
    const told = messages.map(({ time, data }) => ({ ...data, since: time }));
    keepPromotions(tx, told);
    return savePromotions(
      tx,
      told.map(({ promotion }) => promotion),
    );
  });
  return [
    {
      queue: 'sales.catalog',
      handlers: {
        'product.created': catalogue,
        'product.updated': catalogue,
        'product.archived': catalogue,
        'promotion.created': promotions,
        'promotion.updated': promotions,
      },
    },
    {
      queue: 'sales.stock',
      handlers: {
        'stock.reserved': on(eventSchemas['stock.reserved'], (tx, messages) =>
          requestPayments(tx, messages, deps),
        ),
        'stock.rejected': on(eventSchemas['stock.rejected'], (tx, messages) =>
          rejectOrders(tx, messages, deps),
        ),
      },
    },
    {
      queue: 'sales.payments',
      handlers: {
        'payment.approved': on(eventSchemas['payment.approved'], (tx, messages) =>
          takePayments(tx, messages, deps),
        ),
        'payment.declined': on(eventSchemas['payment.declined'], (tx, messages) =>
          declinePayments(tx, messages, deps),
        ),
        'payment.expired': on(eventSchemas['payment.expired'], (tx, messages) =>
          expirePayments(tx, messages, deps),
        ),
        'payment.refunded': on(eventSchemas['payment.refunded'], (tx, messages) =>
          noteRefunds(tx, messages, deps),
        ),
      },
    },
  ];
}
