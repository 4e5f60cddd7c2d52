/** Receives a delivery: a line for each product, by scanner and keyboard alone. */
import type { Product } from '@balcao/contracts/api/product.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { v7 } from 'uuid';
import { answer, api } from '../api/client.ts';
import { idempotencyKey } from '../api/idempotency-key.ts';
import { ProductPicker } from '../catalogue/product-picker.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState, Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFormat } from '../i18n/format.ts';
import { useToday } from '../i18n/use-today.ts';
import { useWords } from '../i18n/words.ts';
import { tell } from '../shell/toasts.tsx';
import { type Delivery, type DeliveryLine, deliveryCostMinor, receiptOf } from './delivery.ts';
import { DeliveryHead } from './delivery-head.tsx';
import { DeliveryLineFields } from './delivery-line-fields.tsx';
import { ReceiptTable } from './receipt-table.tsx';
import { receiveWords } from './receive-words.ts';

export function Screen() {
  const t = useWords(receiveWords);
  const [time, setTime] = useState(0);
  return (
    <Page title={t('title')} lead={t('lead')}>
      {/* A delivery that was booked makes room for the next, with a key of its own. */}
      <DeliveryForm key={time} onBooked={() => setTime(time + 1)} />
      <Section title={t('recent')}>
        <ReceiptTable />
      </Section>
    </Page>
  );
}

const lineOf = ({ id, name, unit }: Product, quantityMilli: number | null): DeliveryLine => ({
  id: v7(),
  product: { id, name, unit },
  quantityMilli,
  unitCostMinor: null,
  lotCode: '',
  expiresOn: '',
});

function DeliveryForm({ onBooked }: { onBooked: () => void }) {
  const t = useWords(receiveWords);
  const today = useToday();
  const picker = useRef<HTMLInputElement>(null);
  const [hasTried, setTried] = useState(false);
  const [delivery, setDelivery] = useState<Delivery>({
    supplierId: '',
    document: '',
    receivedOn: today,
    lines: [],
  });
  const book = useBook(onBooked);
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

function useBook(onBooked: () => void) {
  const t = useWords(receiveWords);
  const queries = useQueryClient();
  const [header] = useState(idempotencyKey);
  return useMutation({
    mutationFn: (body: NonNullable<ReturnType<typeof receiptOf>>) =>
      answer(api.POST('/api/v1/inventory/receipts', { params: { header }, body })),
    async onSuccess({ lineCount }) {
      await queries.invalidateQueries({ queryKey: ['stock'] });
      tell(t('saved', { count: lineCount }));
      onBooked();
    },
  });
}
