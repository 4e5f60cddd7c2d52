/** What a customer owes and may still take, and how they are reached. */
import type { Customer, Tab } from '@balcao/contracts/api/customers.ts';
import type { ReactNode } from 'react';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { CustomerBadge } from './customer-badge.tsx';
import { stateOf } from './customer-state.ts';
import { customerWords } from './words.ts';

export function CustomerFigures({ customer, tab }: { customer: Customer; tab: Tab }) {
  const t = useWords(customerWords);
  const format = useFormat();
  const { phone, document, email } = customer;
  return (
    <>
      <div className="mb-4 flex flex-wrap gap-x-6 gap-y-1 empty:hidden">
        <CustomerBadge state={stateOf(customer, tab.heldMinor)} />
        {phone !== null && <span>{phone}</span>}
        {document !== null && <span>{document}</span>}
        {email !== null && <span className="break-all">{email}</span>}
      </div>
      <dl className="mb-8 grid grid-cols-2 gap-x-6 gap-y-4 border-y border-line py-4 lg:grid-cols-4">
        <Figure name={t('owes')} testId="balance">
          {format.money(tab.balanceMinor)}
        </Figure>
        <Figure name={t('limit')}>{format.money(tab.limitMinor)}</Figure>
        <Figure name={t('held')}>{format.money(tab.heldMinor)}</Figure>
        <Figure name={t('room')} testId="room">
          {format.money(tab.roomMinor)}
        </Figure>
      </dl>
    </>
  );
}

interface FigureProps {
  name: string;
  testId?: string;
  children: ReactNode;
}

const Figure = ({ name, testId, children }: FigureProps) => (
  <div>
    <dt className="text-sm text-ink-soft">{name}</dt>
    <dd className="text-lg font-semibold" data-testid={testId}>
      {children}
    </dd>
  </div>
);
