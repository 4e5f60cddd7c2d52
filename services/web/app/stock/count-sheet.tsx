/** The sheet of an open count: blind, kept field by field, so that it may be left and taken up anywhere. */
import type { Count, CountLine } from '@balcao/contracts/api/counts.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';
import { type KeyboardEvent, useRef } from 'react';
import { CheckboxField, TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { EmptyState } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFilter } from '../design/use-filter.ts';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { CountLineField } from './count-line-field.tsx';
import { countWords } from './count-words.ts';
import { useCountLines } from './use-count.ts';

export function CountSheet({ count }: { count: Count }) {
  const t = useWords(countWords);
  const common = useWords(designWords);
  const lines = useCountLines(count.id);
  if (lines.error !== null) return <ProblemNotice error={lines.error} />;
  return (
    <>
      <p role="status" className="mb-4 text-lg">
        {t('progress')}{' '}
        <strong>{t('progressOf', { counted: count.countedCount, all: count.productCount })}</strong>
      </p>
      {count.countedCount === count.productCount && (
        <div className="mb-4">
          <Notice tone="positive">{t('allCounted')}</Notice>
        </div>
      )}
      <Filters />
      {lines.data === undefined ? (
        <p role="status">{common('loading')}</p>
      ) : (
        <Lines countId={count.id} lines={lines.data} />
      )}
    </>
  );
}

function Filters() {
  const t = useWords(countWords);
  const [q, setQ] = useFilter('q');
  const [left, setLeft] = useFilter('left');
  return (
    <search className="mb-2 flex flex-wrap items-end gap-4">
      <TextField
        label={t('search')}
        type="search"
        value={q}
        onChange={({ target }) => setQ(target.value)}
      />
      <CheckboxField
        label={t('left')}
        checked={left !== ''}
        onChange={({ target }) => setLeft(target.checked ? 'yes' : '')}
      />
    </search>
  );
}

function Lines({ countId, lines }: { countId: string; lines: readonly CountLine[] }) {
  const t = useWords(countWords);
  const list = useRef<HTMLUListElement>(null);
  const [q] = useFilter('q');
  const [left] = useFilter('left');
  const wanted = normaliseText(q.trim());
  const shown = lines.filter(
    ({ name, sku, countedMilli }) =>
      normaliseText(`${name} ${sku}`).includes(wanted) && (left === '' || countedMilli === null),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const fields = [...(list.current?.querySelectorAll('input') ?? [])];
    // The last field has to be left, too: what was counted is kept when it is.
    (fields[fields.indexOf(event.target) + 1] ?? list.current)?.focus();
  };
  if (shown.length === 0) return <EmptyState text={t('noLines')} />;
  return (
    <ul
      ref={list}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="border-t border-line outline-none"
    >
      {shown.map((line) => (
        <CountLineField key={line.productId} countId={countId} line={line} />
      ))}
    </ul>
  );
}
