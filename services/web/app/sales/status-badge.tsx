/** The state of an order, told by colour, sign and word. */
import type { OrderStatus } from '@balcao/contracts/api/sales.ts';
import { Badge } from '../design/notice.tsx';
import { useText } from '../i18n/language.ts';
import { statusNames } from './words.ts';

const tones = {
  open: 'neutral',
  held: 'warning',
  placed: 'neutral',
  awaiting_payment: 'warning',
  paid: 'neutral',
  completed: 'positive',
  rejected: 'danger',
  cancelled: 'danger',
  partially_refunded: 'warning',
  refunded: 'warning',
} as const satisfies Record<OrderStatus, string>;

export function StatusBadge({ status }: { status: OrderStatus }) {
  const text = useText();
  return <Badge tone={tones[status]}>{text(statusNames[status])}</Badge>;
}
