/** Until when a lot is sold, and whether that is soon. */
import type { Lot } from '@balcao/contracts/api/lots.ts';
import { daysBetween } from '@balcao/contracts/dates.ts';
import { Badge } from '../design/notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useToday } from '../i18n/use-today.ts';
import { useWords } from '../i18n/words.ts';
import { lotWords } from './lot-words.ts';

/** Near enough to be told beside the day. */
const soonDays = 7;

export function ExpiryText({ lot }: { lot: Pick<Lot, 'expiresOn' | 'isExpired'> }) {
  const t = useWords(lotWords);
  const format = useFormat();
  const today = useToday();
  if (lot.expiresOn === null) return <span className="text-ink-soft">{t('neverExpires')}</span>;
  const days = daysBetween(today, lot.expiresOn);
  const soon = days === 0 ? t('today') : days === 1 ? t('tomorrow') : t('soon', { count: days });
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {format.day(lot.expiresOn)}
      {lot.isExpired && <Badge tone="danger">{t('expired')}</Badge>}
      {!lot.isExpired && days <= soonDays && <Badge tone="warning">{soon}</Badge>}
    </span>
  );
}
