/** The states of orders and payments and the ways between them, as drawings. */
import { orderStatuses } from '../../services/contracts/api/sales.ts';
import { paymentStatuses } from '../../services/contracts/payment-method.ts';
import { canMove as canMovePayment } from '../../services/payment/src/payment-status.ts';
import { canMove as canMoveOrder } from '../../services/sales/src/order-status.ts';

export const orderDrawing = (): string => drawing(orderStatuses, canMoveOrder);
export const paymentDrawing = (): string => drawing(paymentStatuses, canMovePayment);

/** Mermaid; what nothing leads to begins, and what leads nowhere ends. */
function drawing<Status extends string>(
  statuses: readonly Status[],
  canMove: (from: Status, to: Status) => boolean,
): string {
  const lines = statuses.flatMap((from) => {
    const next = statuses.filter((to) => canMove(from, to));
    const isReached = statuses.some((other) => other !== from && canMove(other, from));
    return [
      ...(isReached ? [] : [`  [*] --> ${from}`]),
      ...next.map((to) => `  ${from} --> ${to}`),
      ...(next.length === 0 ? [`  ${from} --> [*]`] : []),
    ];
  });
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}
