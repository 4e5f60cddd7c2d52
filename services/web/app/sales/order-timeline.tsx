/** How an order went, step by step. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { StatusBadge } from './status-badge.tsx';
import { useSellers } from './use-sellers.ts';
import { salesWords } from './words.ts';

export function OrderTimeline({ history }: { history: NonNullable<Order['history']> }) {
  const t = useWords(salesWords);
  const format = useFormat();
  const { nameOf } = useSellers();
  if (history.length === 0) return <p className="text-ink-soft">{t('noTimeline')}</p>;
  return (
    <ol className="border-l border-line-strong pl-4">
      {history.map(({ status, at, by, note }) => (
        <li key={`${status} ${at}`} className="mb-3">
          <StatusBadge status={status} />{' '}
          <span className="text-sm text-ink-soft">
            <time dateTime={at}>{format.moment(at)}</time> ·{' '}
            {by === null ? t('itself') : nameOf(by)}
          </span>
          {note !== null && <p className="text-sm">{note}</p>}
        </li>
      ))}
    </ol>
  );
}
