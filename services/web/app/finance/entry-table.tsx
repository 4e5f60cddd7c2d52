/** The list of entries. */
import type { Entry } from '@balcao/contracts/api/finance.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge } from '../design/notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { accountNames, financeWords } from './finance-words.ts';
import { useCategories } from './use-categories.ts';
import type { useEntries } from './use-entries.ts';

interface EntryTableProps {
  list: ReturnType<typeof useEntries>;
  onReverse: (entry: Entry) => void;
  onCategorise: (entry: Entry) => void;
}

export function EntryTable({ list, onReverse, onCategorise }: EntryTableProps) {
  const t = useWords(financeWords);
  const text = useText();
  const format = useFormat();
  return (
    <DataTable
      caption={t('entries')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t('nothing') }}
      columns={[
        { title: t('day'), cell: ({ date }) => format.day(date) },
        { title: t('description'), cell: (entry) => <Description entry={entry} /> },
        {
          title: t('category'),
          isSecondary: true,
          cell: (entry) => <Category entry={entry} onCategorise={onCategorise} />,
        },
        {
          title: t('account'),
          isSecondary: true,
          cell: ({ account }) => text(accountNames[account]),
        },
        { title: t('amount'), isFigure: true, cell: (entry) => <Amount entry={entry} /> },
        {
          title: '',
          isFigure: true,
          cell: (entry) =>
            entry.reversesId === null &&
            entry.reversedById === null && (
              <Button
                kind="quiet"
                aria-label={t('reverseOf', { description: entry.description })}
                onClick={() => onReverse(entry)}
              >
                {t('reverse')}
              </Button>
            ),
        },
      ]}
    />
  );
}

function Description({ entry: { description, reversesId, reversedById } }: { entry: Entry }) {
  const t = useWords(financeWords);
  return (
    <>
      {description} {reversedById !== null && <Badge tone="neutral">{t('reversed')}</Badge>}
      {reversesId !== null && <Badge tone="neutral">{t('isReversal')}</Badge>}
    </>
  );
}

/** A reversal has the category of what it takes back: it has none of its own to change. */
function Category({
  entry,
  onCategorise,
}: Pick<EntryTableProps, 'onCategorise'> & { entry: Entry }) {
  const t = useWords(financeWords);
  const { nameOf } = useCategories();
  const { categoryId, reversesId, description } = entry;
  const name = categoryId === null ? t('noCategory') : nameOf(categoryId);
  if (reversesId !== null) return name;
  return (
    <Button
      kind="quiet"
      className="-ml-4"
      aria-label={`${t('categoryOf', { description })}: ${name}`}
      onClick={() => onCategorise(entry)}
    >
      {categoryId === null ? <Badge tone="warning">{name}</Badge> : name}
    </Button>
  );
}

/** With its sign and a word for who does not see it: what went out is below zero. */
function Amount({ entry: { type, amountMinor } }: { entry: Entry }) {
  const t = useWords(financeWords);
  const format = useFormat();
  const isCredit = type === 'credit';
  return (
    <span className={isCredit ? 'text-positive' : undefined}>
      <span className="sr-only">{t(type)} </span>
      {format.money(isCredit ? amountMinor : -amountMinor)}
    </span>
  );
}
