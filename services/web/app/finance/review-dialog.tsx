/** Says what entries are for, one after the other: the keys 1 to 3 take a suggestion, and the model learns. */
import type { Entry } from '@balcao/contracts/api/finance.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { SelectField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { CategoryOptions } from './category-options.tsx';
import { financeWords } from './finance-words.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { useCategories } from './use-categories.ts';

/** `entries` are those of the moment at which it was opened: what is decided leaves the list behind it. */
export function ReviewDialog({ entries, onClose }: { entries: Entry[]; onClose: () => void }) {
  const t = useWords(financeWords);
  const design = useWords(designWords);
  const [index, setIndex] = useState(0);
  const entry = entries[index];
  const next = () => (index + 1 < entries.length ? setIndex(index + 1) : onClose());
  if (entry === undefined) return null;
  return (
    <Dialog isOpen onClose={onClose} title={t('reviewTitle')} description={t('reviewLead')}>
      {entries.length > 1 && (
        <p className="mb-2 text-sm text-ink-soft">
          {index + 1} / {entries.length}
        </p>
      )}
      <Review key={entry.id} entry={entry} onDecided={next} />
      <DialogActions>
        {entries.length > 1 && <Button onClick={next}>{t('skip')}</Button>}
        <Button onClick={onClose}>{design('close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Review({ entry, onDecided }: { entry: Entry; onDecided: () => void }) {
  const t = useWords(financeWords);
  const format = useFormat();
  const decide = useDecide(entry, onDecided);
  const { data, error } = useQuery({
    queryKey: ['entry-suggestions', entry.id],
    queryFn: () =>
      answer(
        api.GET('/api/v1/finance/entries/{id}/suggestions', {
          params: { path: { id: entry.id } },
        }),
      ),
  });
  const failure = decide.error ?? error;
  return (
    <>
      {failure !== null && <ProblemNotice error={failure} />}
      <p className="mb-4 border-l-4 border-line-strong pl-3">
        <strong className="block font-semibold">{entry.description}</strong>
        {format.money(entry.amountMinor)} · {t(entry.type)} · {format.day(entry.date)}
      </p>
      <SuggestionList
        suggestions={data?.suggestions ?? []}
        isBusy={decide.isPending}
        onChosen={(categoryId) => decide.mutate(categoryId)}
      />
      <SelectField
        label={t('other')}
        value={entry.categoryId ?? ''}
        disabled={decide.isPending}
        onChange={({ target }) => decide.mutate(target.value)}
      >
        <option value="" disabled />
        <CategoryOptions kind={entry.type === 'credit' ? 'income' : 'expense'} />
      </SelectField>
    </>
  );
}

function useDecide({ id }: Entry, onDecided: () => void) {
  const t = useWords(financeWords);
  const { nameOf } = useCategories();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (categoryId: string) =>
      answer(
        api.PUT('/api/v1/finance/entries/{id}/category', {
          params: { path: { id } },
          body: { categoryId },
        }),
      ),
    async onSuccess({ categoryId }) {
      tell(t('decided', { category: nameOf(categoryId) }));
      onDecided();
      await queries.invalidateQueries({ queryKey: ['entries'] });
    },
  });
}
