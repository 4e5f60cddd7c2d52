/** Gives back what comes back of a sale: some of its lines by quantity, to stock or lost. */
import type { RefundLineRequest } from '@balcao/contracts/api/refunds.ts';
import type { Order, OrderLine } from '@balcao/contracts/api/sales.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { CheckboxField, TextField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { QuantityField } from '../design/quantity-field.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { salesWords } from './words.ts';

interface Back {
  quantityMilli: number | null;
  isToStock: boolean;
}

/** At first all that is left, lost: meat that was out of the cold is not sold again. */
const allOf = ({ leftMilli, quantityMilli }: OrderLine): Back => ({
  quantityMilli: leftMilli ?? quantityMilli,
  isToStock: false,
});

export function RefundDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const t = useWords(salesWords);
  const design = useWords(designWords);
  const [back, setBack] = useState(() => order.lines.map(allOf));
  const [note, setNote] = useState('');
  const refund = useRefund(order, onClose);
  const lines = linesOf(back);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    refund.mutate({ lines, note });
  };
  return (
    <Dialog isOpen isWide onClose={onClose} title={t('refundTitle')} description={t('refundLead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {refund.error !== null && <ProblemNotice error={refund.error} />}
        {order.lines.map((line, position) => (
          <LineBack
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place in the order.
            key={position}
            line={line}
            back={back[position] ?? allOf(line)}
            onChange={(next) => setBack(back.with(position, next))}
          />
        ))}
        <TextField
          label={t('why')}
          required
          maxLength={200}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{design('cancel')}</Button>
          <Button
            type="submit"
            kind="danger"
            isBusy={refund.isPending}
            disabled={lines.length === 0}
          >
            {t('refund')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface LineBackProps {
  line: OrderLine;
  back: Back;
  onChange: (back: Back) => void;
}

function LineBack({ line, back, onChange }: LineBackProps) {
  const t = useWords(salesWords);
  const format = useFormat();
  const left = line.leftMilli ?? line.quantityMilli;
  if (left === 0) return null;
  return (
    <div className="grid items-end gap-x-4 border-b border-line pb-3 sm:grid-cols-2">
      <QuantityField
        label={line.name}
        unit={line.unit}
        hint={t('left', { quantity: format.quantity(left, line.unit) })}
        value={back.quantityMilli}
        onChange={(quantityMilli) => onChange({ ...back, quantityMilli })}
      />
      <CheckboxField
        label={t('toStock')}
        checked={back.isToStock}
        onChange={({ target }) => onChange({ ...back, isToStock: target.checked })}
      />
    </div>
  );
}

const linesOf = (back: Back[]): RefundLineRequest[] =>
  back.flatMap(({ quantityMilli, isToStock }, position) =>
    quantityMilli === null || quantityMilli === 0
      ? []
      : [{ position, quantityMilli, disposition: isToStock ? 'stock' : 'waste' }],
  );

function useRefund({ id }: Order, onDone: () => void) {
  const t = useWords(salesWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: { lines: RefundLineRequest[]; note: string }) =>
      answer(api.POST('/api/v1/orders/{id}/refund', { params: { path: { id }, header }, body })),
    async onSuccess() {
      tell(t('refunded'));
      onDone();
      await queries.invalidateQueries({ queryKey: ['orders'] });
    },
  });
}
