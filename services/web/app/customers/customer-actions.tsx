/** What may be done with a customer: a payment, a change, and by an admin a correction or anonymising. */
import type { Customer, Tab } from '@balcao/contracts/api/customers.ts';
import { isAllowed } from '@balcao/contracts/permissions.ts';
import { useState } from 'react';
import { Button } from '../design/button.tsx';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { AnonymiseDialog } from './anonymise-dialog.tsx';
import { CorrectTabDialog } from './correct-tab-dialog.tsx';
import { CustomerDialog } from './customer-dialog.tsx';
import { PayTabDialog } from './pay-tab-dialog.tsx';
import { customerWords } from './words.ts';

type Open = 'none' | 'pay' | 'change' | 'correct' | 'anonymise';

interface CustomerActionsProps {
  customer: Customer;
  tab: Tab;
}

export function CustomerActions({ customer, tab }: CustomerActionsProps) {
  const t = useWords(customerWords);
  const { role } = useUser();
  const [open, setOpen] = useState<Open>('none');
  const close = () => setOpen('none');
  const { balanceMinor } = tab;
  // Who was anonymised is nobody any more: the service takes no change of it.
  const mayWrite = isAllowed(role, 'customers:write') && customer.anonymisedAt === null;
  if (!mayWrite) return null;
  const isIdle = balanceMinor === 0 && tab.heldMinor === 0;
  return (
    <>
      {isIdle && isAllowed(role, 'customers:anonymise') && (
        <Button kind="danger" onClick={() => setOpen('anonymise')}>
          {t('anonymise')}
        </Button>
      )}
      {isAllowed(role, 'customers:set-limit') && (
        <Button onClick={() => setOpen('correct')}>{t('correct')}</Button>
      )}
      <Button onClick={() => setOpen('change')}>{t('change')}</Button>
      <Button kind="primary" disabled={balanceMinor === 0} onClick={() => setOpen('pay')}>
        {t('takePayment')}
      </Button>
      {open === 'pay' && <PayTabDialog {...{ customer, balanceMinor }} onClose={close} />}
      {open === 'change' && <CustomerDialog customer={customer} onClose={close} />}
      {open === 'correct' && <CorrectTabDialog {...{ customer, balanceMinor }} onClose={close} />}
      {open === 'anonymise' && <AnonymiseDialog customer={customer} onClose={close} />}
    </>
  );
}
