/** The events that payment listens to. */
import { eventSchemas } from '@balcao/contracts/events/catalog.ts';
import { type Consumer, on } from '@balcao/kit/consumer.ts';
import { bookTaken } from './book-taken.ts';
import type { Desk } from './move-payments.ts';
import { refundSales } from './refund-payments.ts';
import { requestPayments } from './request-payments.ts';
import { completeOrders, voidPayments } from './void-payments.ts';

export function paymentConsumers(desk: Desk): Consumer[] {
  return [
    {
      queue: 'payment.orders',
      handlers: {
        'payment.requested': on(eventSchemas['payment.requested'], (tx, messages) =>
          requestPayments(tx, desk, messages),
        ),
        'order.cancelled': on(eventSchemas['order.cancelled'], (tx, messages) =>
          voidPayments(tx, desk, messages),
        ),
        'sale.completed': on(eventSchemas['sale.completed'], async (tx, messages) => {
          await completeOrders(tx, desk, messages);
          await bookTaken(tx, desk, messages);
        }),
        'sale.refunded': on(eventSchemas['sale.refunded'], (tx, messages) =>
          refundSales(tx, desk, messages),
        ),
      },
    },
  ];
}
