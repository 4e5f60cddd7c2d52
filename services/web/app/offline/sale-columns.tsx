/** What every list of kept sales shows of a sale. */
import type { Column } from '../design/data-table.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import type { KeptSale } from './kept-sale.ts';
import { offlineWords } from './words.ts';

export function useSaleColumns(): Column<KeptSale>[] {
  const t = useWords(offlineWords);
  const format = useFormat();
  return [
    { title: t('happenedAt'), cell: ({ occurredAt }) => format.moment(occurredAt) },
    { title: t('seller'), cell: ({ seller }) => seller.name, isSecondary: true },
    { title: t('items'), cell: ({ sale }) => namesOf(sale), isSecondary: true },
    { title: t('total'), cell: ({ sale }) => format.money(sale.totalMinor), isFigure: true },
  ];
}

const namesOf = ({ lines }: KeptSale['sale']): string =>
  lines.map(({ name, productId }) => name ?? productId.slice(0, 8)).join(', ');
