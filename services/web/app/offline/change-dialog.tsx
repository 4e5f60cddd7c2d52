/** Corrects who bought a refused sale and how it was paid: all else has happened as it is. */
import type { OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog, DialogActions } from '../design/dialog.tsx';
import { SelectField } from '../design/field.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useWords } from '../i18n/words.ts';
import type { KeptSale } from './kept-sale.ts';
import { isUnpaid } from './sale-request.ts';
import { resendCorrected } from './settle-sale.ts';
import { offlineWords } from './words.ts';

const methods = ['cash', 'tab', 'debit', 'credit'] as const;
type Choice = 'asSold' | (typeof methods)[number];

export function ChangeDialog({ kept, onClose }: { kept: KeptSale; onClose: () => void }) {
  const t = useWords(offlineWords);
  const { sale } = kept;
  const [customerId, setCustomerId] = useState(sale.customerId ?? '');
  const [choice, setChoice] = useState<Choice | null>(isUnpaid(kept) ? null : 'asSold');
  const resend = useMutation({
    networkMode: 'always',
    mutationFn: (chosen: Choice) =>
      resendCorrected(kept, {
        customerId: customerId === '' ? undefined : customerId,
        payments: paymentsOf(chosen, sale.totalMinor),
      }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choice !== null) resend.mutate(choice);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('changeTitle')} description={t('changeLead')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {resend.error !== null && <ProblemNotice error={resend.error} />}
        <CustomerField value={customerId} onChange={setCustomerId} isNeeded={choice === 'tab'} />
        <PaymentField value={choice} onChange={setChoice} isUnpaid={isUnpaid(kept)} />
        <DialogActions>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" isBusy={resend.isPending}>
            {t('sendChanged')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface PaymentFieldProps {
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  isUnpaid: boolean;
}

/** Nothing is proposed where no money came: it is never booked by pressing on. */
function PaymentField({ value, onChange, isUnpaid }: PaymentFieldProps) {
  const t = useWords(offlineWords);
  const choices: readonly Choice[] = isUnpaid ? methods : ['asSold', ...methods];
  return (
    <SelectField
      label={t('payment')}
      value={value ?? ''}
      required
      onChange={({ target }) => onChange(choices.find((each) => each === target.value) ?? null)}
    >
      {isUnpaid && <option value="">{t('choosePayment')}</option>}
      {choices.map((each) => (
        <option key={each} value={each}>
          {t(each)}
        </option>
      ))}
    </SelectField>
  );
}

interface CustomerFieldProps {
  value: string;
  onChange: (id: string) => void;
  /** A tab is somebody's. */
  isNeeded: boolean;
}

function CustomerField({ value, onChange, isNeeded }: CustomerFieldProps) {
  const t = useWords(offlineWords);
  const customers = useQuery({
    queryKey: ['customers', 'of a kept sale'],
    queryFn: () =>
      answer(api.GET('/api/v1/customers', { params: { query: { active: true, limit: 200 } } })),
  });
  return (
    <>
      {customers.error !== null && <ProblemNotice error={customers.error} />}
      <SelectField
        label={t('customer')}
        value={value}
        required={isNeeded}
        onChange={({ target }) => onChange(target.value)}
      >
        <option value="">{t('noCustomer')}</option>
        {customers.data?.items.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
    </>
  );
}

const paymentsOf = (choice: Choice, amountMinor: number): OrderPaymentRequest[] | undefined =>
  choice === 'asSold' ? undefined : [{ method: choice, amountMinor }];
