/** A list as a table: a row is one line; figures at the right; states for loading, failure and emptiness. */
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { EmptyState } from './page.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { designWords } from './words.ts';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Money, weights, counts, a row's buttons: at the right, in one line, so that digits stand under each other. */
  isFigure?: boolean;
  /** Left out on a phone. */
  isSecondary?: boolean;
}

/** What `useList` and `useQuery` have in common. */
interface Loading {
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

interface DataTableProps<Row> {
  /** Read out as the table's name. */
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[] | undefined;
  keyOf: (row: Row) => string;
  loading: Loading;
  empty: { text: string; action?: ReactNode };
  /** Where there is another page. */
  more?: { load: () => unknown; isLoading: boolean } | undefined;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const t = useWords(designWords);
  const { rows, loading, empty, more } = props;
  if (rows === undefined && loading.error != null) {
    return <ProblemNotice error={loading.error} onRetry={() => void loading.refetch()} />;
  }
  if (rows === undefined) return <p role="status">{t('loading')}</p>;
  if (rows.length === 0) return <EmptyState {...empty} />;
  return (
    <>
      {loading.error != null && <ProblemNotice error={loading.error} />}
      <Rows {...props} rows={rows} />
      {more !== undefined && (
        <div className="mt-3 flex justify-center">
          <Button isBusy={more.isLoading} onClick={() => void more.load()}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}

function Rows<Row>({
  caption,
  columns,
  rows,
  keyOf,
}: DataTableProps<Row> & { rows: readonly Row[] }) {
  const lookOf = ({ isFigure, isSecondary }: Column<Row>) =>
    classNames(
      'px-3 py-2',
      isFigure ? 'text-right' : 'text-left',
      isSecondary && 'hidden md:table-cell',
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard (WCAG 2.1.1).
    <section className="overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line-strong text-sm text-ink-soft">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={classNames(lookOf(column), 'font-medium')}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line hover:bg-sunken">
              {columns.map((column) => (
                <td
                  key={column.title}
                  className={classNames(lookOf(column), column.isFigure && 'whitespace-nowrap')}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
