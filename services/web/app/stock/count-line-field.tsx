/** What was counted of one product: kept when the field is left, empty takes it back. */
import type { CountLine } from '@balcao/contracts/api/counts.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { QuantityField } from '../design/quantity-field.tsx';
import { useProblemText } from '../i18n/problem-text.ts';
import { useWords } from '../i18n/words.ts';
import { countWords } from './count-words.ts';

export function CountLineField({ countId, line }: { countId: string; line: CountLine }) {
  const t = useWords(countWords);
  const problemText = useProblemText();
  const [countedMilli, setCounted] = useState(line.countedMilli);
  const [keptMilli, setKept] = useState(line.countedMilli);
  const keep = useKeep(countId, line.productId, setKept);
  const onBlur = () => {
    if (countedMilli !== keptMilli)
      keep.mutate({ countedMilli, countedAt: new Date().toISOString() });
  };
  const state = keep.isPending ? t('saving') : keptMilli === null ? '' : t('saved');
  return (
    <li
      onBlur={onBlur}
      className="grid grid-cols-[1fr_9rem] items-center gap-3 border-b border-line py-2 sm:grid-cols-[1fr_12rem_6rem]"
    >
      <span>{line.name}</span>
      <QuantityField
        label={line.name}
        isLabelHidden
        unit={line.unit}
        isZeroAllowed
        value={countedMilli}
        error={keep.error === null ? undefined : `${t('notSaved')}: ${problemText(keep.error)}`}
        onChange={setCounted}
      />
      <span role="status" className="hidden text-sm text-ink-soft sm:block">
        {state}
      </span>
    </li>
  );
}

interface Counted {
  countedMilli: number | null;
  countedAt: string;
}

function useKeep(id: string, productId: string, onKept: (countedMilli: number | null) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (counted: Counted) =>
      answer(
        api.PUT('/api/v1/inventory/counts/{id}/lines', {
          params: { path: { id } },
          body: { lines: [{ productId, ...counted }] },
        }),
      ),
    async onSuccess(_answer, { countedMilli }) {
      onKept(countedMilli);
      // The sheet's lines are read once: a field that a filter hides and shows again must know.
      queries.setQueryData<CountLine[]>(['stock', 'counts', id, 'lines'], (lines) =>
        lines?.map((line) => (line.productId === productId ? { ...line, countedMilli } : line)),
      );
      await queries.invalidateQueries({ queryKey: ['stock', 'counts', id], exact: true });
    },
  });
}
