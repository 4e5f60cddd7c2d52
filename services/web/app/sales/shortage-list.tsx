/** What there was not enough of, product by product. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { shortLinesOf } from './short-lines.ts';
import { shortageWords } from './shortage-words.ts';

export function ShortageList({ order }: { order: Order }) {
  const t = useWords(shortageWords);
  const format = useFormat();
  const short = shortLinesOf(order);
  if (short.length === 0) return null;
  return (
    <ul className="mt-1">
      {short.map(({ productId, name, unit, requestedMilli, availableMilli }) => (
        <li key={productId}>
          {t('left', {
            name,
            available: format.quantity(availableMilli, unit),
            requested: format.quantity(requestedMilli, unit),
          })}
        </li>
      ))}
    </ul>
  );
}
