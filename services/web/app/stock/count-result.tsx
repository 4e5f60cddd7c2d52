/** What a submitted count found: counted against expected, and what the difference costs. */
import type { Count } from '@balcao/contracts/api/counts.ts';
import { DataTable } from '../design/data-table.tsx';
import { Notice } from '../design/notice.tsx';
import { Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { countWords } from './count-words.ts';
import { useCountLines } from './use-count.ts';

export function CountResult({ count }: { count: Count }) {
  const t = useWords(countWords);
  const format = useFormat();
  const lines = useCountLines(count.id);
  const rows = lines.data?.toSorted((a, b) => (a.costMinor ?? 0) - (b.costMinor ?? 0));
  const quantity = (milli: number | null, unit: 'kg' | 'un') =>
    milli === null ? t('notCounted') : format.quantity(milli, unit);
  return (
    <Section title={t('result')}>
      {count.result !== null && (
        <p className="mb-4 text-lg">
          {t('shortage')} <strong>{format.money(count.result.shortageMinor)}</strong> ·{' '}
          {t('surplus')} <strong>{format.money(count.result.surplusMinor)}</strong>
        </p>
      )}
      {count.result?.differenceCount === 0 && <Notice tone="positive">{t('fits')}</Notice>}
      <DataTable
        caption={t('result')}
        rows={rows}
        loading={lines}
        keyOf={({ productId }) => productId}
        empty={{ text: t('noLines') }}
        columns={[
          { title: t('product'), cell: ({ name }) => name },
          {
            title: t('counted'),
            isFigure: true,
            cell: ({ countedMilli, unit }) => quantity(countedMilli, unit),
          },
          {
            title: t('expected'),
            isFigure: true,
            isSecondary: true,
            cell: ({ expectedMilli, unit }) =>
              expectedMilli === null ? '–' : format.quantity(expectedMilli, unit),
          },
          {
            title: t('difference'),
            isFigure: true,
            cell: ({ differenceMilli, unit }) =>
              differenceMilli === null || differenceMilli === 0
                ? '–'
                : `${differenceMilli > 0 ? '+' : ''}${format.quantity(differenceMilli, unit)}`,
          },
          {
            title: t('cost'),
            isFigure: true,
            cell: ({ costMinor }) =>
              costMinor === null || costMinor === 0 ? '–' : format.money(costMinor),
          },
        ]}
      />
    </Section>
  );
}
