/** What becomes of each row of a bank's statement. */
import type { ImportedTransaction } from '@balcao/contracts/api/finance-imports.ts';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { financeWords, outcomeNames } from './finance-words.ts';

const tones = {
  created: 'positive',
  duplicate: 'neutral',
  skipped: 'neutral',
  refused: 'danger',
} as const;

export function ImportRows({ rows }: { rows: ImportedTransaction[] }) {
  const t = useWords(financeWords);
  const text = useText();
  const format = useFormat();
  return (
    <DataTable
      caption={t('report')}
      rows={rows}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      keyOf={({ line, bankId }) => `${line} ${bankId}`}
      empty={{ text: t('noRows') }}
      columns={[
        { title: t('row'), isFigure: true, cell: ({ line }) => format.number(line) },
        {
          title: t('outcome'),
          cell: ({ outcome, errors }) => (
            <>
              <Badge tone={tones[outcome]}>{text(outcomeNames[outcome])}</Badge>
              {errors.map(({ message }) => (
                <p key={message} className="text-sm text-danger">
                  {message}
                </p>
              ))}
            </>
          ),
        },
        { title: t('day'), cell: ({ date }) => (date === null ? '' : format.day(date)) },
        { title: t('description'), cell: ({ description }) => description ?? '' },
        {
          title: t('amount'),
          isFigure: true,
          cell: ({ amountMinor, type }) =>
            amountMinor === null ? '' : format.money(type === 'debit' ? -amountMinor : amountMinor),
        },
      ]}
    />
  );
}
