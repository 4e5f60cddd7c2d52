/** A refund: the sale by its receipt (scanned or by number), then what comes back, and where it goes. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import { findSale } from './find-sale.ts';
import { RefundForm } from './refund-form.tsx';
import { refundWords } from './refund-words.ts';
import type { TillDialogProps } from './till-dialog.ts';
import { useScansFor } from './use-scanner.ts';

export function Content({ onClose }: TillDialogProps) {
  const t = useWords(refundWords);
  const [order, setOrder] = useState<Order | null>(null);
  return (
    <Dialog isOpen isWide onClose={onClose} title={t('title')}>
      {order === null ? (
        <FindSale onFound={setOrder} />
      ) : (
        <RefundForm order={order} onDone={onClose} />
      )}
    </Dialog>
  );
}

function FindSale({ onFound }: { onFound: (order: Order) => void }) {
  const t = useWords(refundWords);
  const [text, setText] = useState('');
  const find = useMutation({
    mutationFn: findSale,
    onSuccess: (order) => order !== null && onFound(order),
  });
  useScansFor((code) => {
    setText(code);
    find.mutate(code);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    find.mutate(text);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {find.error !== null && <ProblemNotice error={find.error} />}
      <TextField
        label={t('receipt')}
        hint={t('receiptHint')}
        value={text}
        error={find.data === null ? t('notFound') : undefined}
        onChange={({ target }) => setText(target.value)}
        autoFocus
        required
        autoComplete="off"
      />
      <Button type="submit" className="self-end text-lg" isBusy={find.isPending}>
        {t('find')}
      </Button>
    </form>
  );
}
