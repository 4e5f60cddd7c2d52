/** F11: puts the sale aside, or takes up one that was put aside, at whichever till. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useIsMutating, useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { useStore } from '../store.ts';
import { obstacleTo } from './cart.ts';
import { cartStore, unfinishedRecalls } from './cart-store.ts';
import { dialogWords } from './dialog-words.ts';
import { holdOrAsk, recallOrder } from './hold-sale.ts';
import type { TillDialogProps } from './till-dialog.ts';

const holding = ['till', 'hold'];

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(dialogWords);
  const isEmpty = useStore(cartStore).lines.length === 0;
  // What came into the cart while it is put aside would go with it.
  const isHolding = useIsMutating({ mutationKey: holding }) > 0;
  return (
    <Dialog isOpen isWide onClose={() => isHolding || onClose()} title={t('heldTitle')}>
      {isEmpty ? <HeldList onDone={onClose} /> : <HoldForm onDone={onClose} />}
    </Dialog>
  );
}

function HoldForm({ onDone }: { onDone: () => void }) {
  const t = useWords(dialogWords);
  const canHold = obstacleTo(useStore(cartStore)) === null;
  const [note, setNote] = useState('');
  const hold = useMutation({
    mutationKey: holding,
    networkMode: 'always',
    mutationFn: () => holdOrAsk(note),
    onSuccess(isHeld) {
      if (!isHeld) return;
      tell(t('wasHeld'));
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canHold) hold.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col items-start gap-4">
      <Notice tone="neutral">{t('holdFirst')}</Notice>
      {hold.error !== null && <ProblemNotice error={hold.error} />}
      <TextField
        className="w-full"
        label={t('holdNote')}
        value={note}
        maxLength={200}
        autoFocus
        onChange={({ target }) => setNote(target.value)}
      />
      <Button type="submit" className="text-lg" isBusy={hold.isPending} disabled={!canHold}>
        {t('holdThis')} · Enter
      </Button>
    </form>
  );
}

function HeldList({ onDone }: { onDone: () => void }) {
  const t = useWords(dialogWords);
  const format = useFormat();
  const { rows, loading, more } = useList(['orders', 'held'], readHeld, { isLive: true });
  const unfinished = unfinishedRecalls()
    .map(({ order }) => order)
    .filter(({ id }) => !rows?.some((row) => row.id === id));
  const recall = useMutation({
    mutationFn: recallOrder,
    onSuccess: (isInCart) => (isInCart ? onDone() : tell(t('recallWaits'))),
  });
  const action = (order: Order) => (
    <Button
      autoFocus={order.id === rows?.[0]?.id}
      isBusy={recall.isPending}
      onClick={() => recall.mutate(order)}
    >
      {t('recall')}
    </Button>
  );
  return (
    <>
      {recall.error !== null && <ProblemNotice error={recall.error} />}
      <DataTable
        caption={t('held')}
        columns={[
          { title: t('held'), cell: ({ note, createdAt }) => note ?? format.time(createdAt) },
          { title: '', cell: ({ lines }) => t('lines', { count: lines.length }) },
          { title: 'R$', cell: ({ totalMinor }) => format.amount(totalMinor), isFigure: true },
          { title: t('recall'), cell: action, isFigure: true },
        ]}
        rows={rows && [...unfinished, ...rows]}
        keyOf={({ id }) => id}
        loading={loading}
        more={more}
        empty={{ text: t('noHeld') }}
      />
    </>
  );
}

function readHeld(cursor: string | undefined) {
  const query = { status: 'held', limit: 20, ...(cursor === undefined ? {} : { cursor }) } as const;
  return answer(api.GET('/api/v1/orders', { params: { query } }));
}
