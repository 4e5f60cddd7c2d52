/** What becomes of each row of a spreadsheet; what is wrong comes first. */
import type { ImportedRow, ImportReport } from '@balcao/contracts/api/product-import.ts';
import { useState } from 'react';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { outcomeNames, transferWords } from './transfer-words.ts';

const shownAtFirst = 100;
const order: readonly ImportedRow['outcome'][] = ['refused', 'created', 'updated', 'unchanged'];
const tones = {
  refused: 'danger',
  created: 'positive',
  updated: 'warning',
  unchanged: 'neutral',
} as const;

export function ImportRows({ report }: { report: ImportReport }) {
  const t = useWords(transferWords);
  const text = useText();
  const [shown, setShown] = useState(shownAtFirst);
  const rows = report.rows.toSorted(
    (a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome) || a.line - b.line,
  );
  const more = { load: () => setShown(shown + shownAtFirst), isLoading: false };
  return (
    <DataTable
      caption={t('rows')}
      rows={rows.slice(0, shown)}
      loading={{ error: null, isPending: false, refetch: () => undefined }}
      more={rows.length > shown ? more : undefined}
      keyOf={({ line }) => String(line)}
      empty={{ text: t('noRows') }}
      columns={[
        { title: t('line'), isFigure: true, cell: ({ line }) => line },
        { title: t('sku'), cell: ({ sku }) => sku ?? '–' },
        {
          title: t('outcome'),
          cell: ({ outcome }) => <Badge tone={tones[outcome]}>{text(outcomeNames[outcome])}</Badge>,
        },
        {
          title: t('problem'),
          cell: ({ errors }) =>
            errors
              .map(({ column, message }) => (column === null ? message : `${column}: ${message}`))
              .join('; '),
        },
      ]}
    />
  );
}
