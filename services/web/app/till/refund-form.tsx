/** The lines of a sale that come back: how much of each, and whether to the shelf or lost. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { DialogActions } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { linesOf, type Return, returnsOf, worthOf } from './refund-plan.ts';
import { refundWords } from './refund-words.ts';
import { ReturnRow } from './return-row.tsx';
import { tillStore } from './till-store.ts';

export function RefundForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const t = useWords(refundWords);
  const format = useFormat();
  const [returns, setReturns] = useState(() => returnsOf(order));
  const [note, setNote] = useState('');
  const chosen = linesOf(returns, order);
  const refund = useRefund(order, onDone);
  if (returns.length === 0) return <Notice tone="neutral">{t('nothingLeft')}</Notice>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== null && chosen.length > 0) refund.mutate({ lines: chosen, note });
  };
  const change = (changed: Return) =>
    setReturns(returns.map((each) => (each.position === changed.position ? changed : each)));
  const takeAll = () =>
    setReturns(
      returns.map((each) => ({
        ...each,
        quantityMilli: order.lines[each.position]?.leftMilli ?? null,
      })),
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <p className="text-lg">
        {t('saleOf', {
          number: order.receiptNumber ?? order.id.slice(-6),
          at: format.moment(order.completedAt ?? order.createdAt),
          total: format.money(order.totalMinor),
        })}
      </p>
      {refund.error !== null && <ProblemNotice error={refund.error} />}
      <ul>
        {returns.map((each) => (
          <ReturnRow key={each.position} value={each} order={order} onChange={change} />
        ))}
      </ul>
      <TextField
        label={t('note')}
        value={note}
        maxLength={200}
        onChange={({ target }) => setNote(target.value)}
      />
      <p className="flex justify-between text-lg">
        <span>{t('comesTo')}</span>
        <strong>{format.money(worthOf(chosen ?? [], order))}</strong>
      </p>
      <DialogActions>
        <Button onClick={takeAll}>{t('all')}</Button>
        <Button
          type="submit"
          className="text-lg"
          isBusy={refund.isPending}
          disabled={chosen === null || chosen.length === 0}
        >
          {t('refund')}
        </Button>
      </DialogActions>
    </form>
  );
}

interface Wanted {
  lines: NonNullable<ReturnType<typeof linesOf>>;
  note: string;
}

function useRefund(order: Order, onDone: () => void) {
  const t = useWords(refundWords);
  const format = useFormat();
  const [id] = useState(() => uuid());
  return useMutation({
    mutationFn: ({ lines, note }: Wanted) => {
      const till = tillStore.get();
      const params = {
        path: { id: order.id },
        header: { 'Idempotency-Key': id },
      };
      const body = {
        id,
        lines,
        ...(till.status === 'open' ? { tillId: till.till.id } : {}),
        ...(note.trim() === '' ? {} : { note }),
      };
      return answer(api.POST('/api/v1/orders/{id}/refund', { params, body }));
    },
    onSuccess({ refunds }) {
      const made = refunds?.find((each) => each.id === id);
      tell(t('refunded', { amount: format.money(made?.totalMinor ?? 0) }));
      onDone();
    },
  });
}
