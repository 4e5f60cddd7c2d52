/** A delivery while it is typed: a line for each product, kept on this device until it is booked. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { answer, api } from '../api/client.ts';
import { ProductPicker } from '../catalogue/product-picker.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useToday } from '../i18n/use-today.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { type Delivery, type DeliveryLine, deliveryCostMinor, receiptOf } from './delivery.ts';
import { DeliveryHead } from './delivery-head.tsx';
import { DeliveryLineFields } from './delivery-line-fields.tsx';
import { useDraft } from './drafted-form.tsx';
import { type Draft, deliveryDrafts } from './drafts.ts';
import { receiveWords } from './receive-words.ts';

const lineOf = ({ id, name, unit }: Product, quantityMilli: number | null): DeliveryLine => ({
  id: v7(),
  product: { id, name, unit },
  quantityMilli,
  unitCostMinor: null,
  lotCode: '',
  expiresOn: '',
});

interface DeliveryFormProps {
  /** What was typed before a reload; null: nothing. */
  kept: Draft<Delivery> | null;
  /** It was booked: the next one begins. */
  onDone: () => void;
}

export function DeliveryForm({ kept, onDone }: DeliveryFormProps) {
  const t = useWords(receiveWords);
  const picker = useRef<HTMLInputElement>(null);
  const [hasTried, setTried] = useState(false);
  const fresh = { ...emptyDelivery, receivedOn: useToday() };
  const draft = useDraft(deliveryDrafts, { kept, fresh });
  const { content: delivery, setContent: setDelivery } = draft;
  const book = useBook(draft.idempotencyKey, () => draft.forget().then(onDone));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const body = receiptOf(delivery);
    if (body !== null) book.mutate(body);
  };
  const setLines = (lines: readonly DeliveryLine[]) => setDelivery({ ...delivery, lines });
  return (
    <form onSubmit={submit} noValidate className="mb-10 flex flex-col gap-4">
      {book.error !== null && <ProblemNotice error={book.error} />}
      <DeliveryHead delivery={delivery} onChange={setDelivery} />
      <ProductPicker
        ref={picker}
        label={t('addLine')}
        autoFocus
        className="max-w-xl"
        onPick={(product, milli) => setLines([...delivery.lines, lineOf(product, milli)])}
      />
      <Lines
        lines={delivery.lines}
        hasTried={hasTried}
        onChange={setLines}
        onLeave={() => picker.current?.focus()}
      />
      <Foot lines={delivery.lines} isBusy={book.isPending} />
    </form>
  );
}

const emptyDelivery = { supplierId: '', document: '', lines: [] };

interface LinesProps {
  lines: readonly DeliveryLine[];
  hasTried: boolean;
  onChange: (lines: readonly DeliveryLine[]) => void;
  onLeave: () => void;
}

function Lines({ lines, hasTried, onChange, onLeave }: LinesProps) {
  const t = useWords(receiveWords);
  if (lines.length === 0) return <EmptyState text={t('empty')} />;
  return (
    <ol aria-label={t('lines')} className="border-t border-line">
      {lines.map((line) => (
        <DeliveryLineFields
          key={line.id}
          line={line}
          hasTried={hasTried}
          onChange={(next) => onChange(lines.map((each) => (each.id === line.id ? next : each)))}
          onRemove={() => onChange(lines.filter(({ id }) => id !== line.id))}
          onLeave={onLeave}
        />
      ))}
    </ol>
  );
}

function Foot({ lines, isBusy }: { lines: readonly DeliveryLine[]; isBusy: boolean }) {
  const t = useWords(receiveWords);
  const format = useFormat();
  return (
    <div className="flex flex-wrap items-center justify-end gap-6">
      <p className="text-lg">
        {t('total')} <strong>{format.money(deliveryCostMinor(lines))}</strong>
      </p>
      <Button type="submit" kind="primary" disabled={lines.length === 0} isBusy={isBusy}>
        {t('save')}
      </Button>
    </div>
  );
}

function useBook(idempotencyKey: string, onBooked: () => Promise<void>) {
  const t = useWords(receiveWords);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NonNullable<ReturnType<typeof receiptOf>>) => {
      const header = { 'Idempotency-Key': idempotencyKey };
      return answer(api.POST('/api/v1/inventory/receipts', { params: { header }, body }));
    },
    async onSuccess({ lineCount }) {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('saved', { count: lineCount }));
      await onBooked();
    },
  });
}
