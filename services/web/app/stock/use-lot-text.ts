/** A lot in one line: what is left of it, until when, and from whom. */
import type { Lot } from '@balcao/contracts/api/lots.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { lotWords } from './lot-words.ts';

export function useLotText(): (lot: Lot) => string {
  const t = useWords(lotWords);
  const format = useFormat();
  return ({ onHandMilli, unit, expiresOn, supplierName, lotCode }) =>
    [
      format.quantity(onHandMilli, unit),
      expiresOn === null ? t('neverExpires') : t('until', { day: format.day(expiresOn) }),
      supplierName,
      lotCode,
    ]
      .filter((part) => part !== null)
      .join(' · ');
}
