/** How a customer stands, as a mark in a row or beside a name. */
import { Badge } from '../design/notice.tsx';
import { useWords } from '../i18n/words.ts';
import type { CustomerState } from './customer-state.ts';
import { customerWords } from './words.ts';

/** Nothing for a customer who has room: a mark says what is out of the ordinary. */
export function CustomerBadge({ state }: { state: CustomerState }) {
  const t = useWords(customerWords);
  if (state === 'hasRoom') return null;
  return <Badge tone={state === 'blocked' ? 'warning' : 'neutral'}>{t(state)}</Badge>;
}
