/** One customer's tab: what is owed and open, how it came to be, and its payment. */
import type { Customer, Tab } from '@balcao/contracts/api/customers.ts';
import { useParams } from 'wouter';
import { Notice } from '../design/notice.tsx';
import { Page } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { CustomerActions } from './customer-actions.tsx';
import { CustomerFigures } from './customer-figures.tsx';
import { stateOf } from './customer-state.ts';
import { OpenItems } from './open-items.tsx';
import { Statement } from './statement.tsx';
import { useCustomer } from './use-customer.ts';
import { customerWords } from './words.ts';

export function Screen() {
  const t = useWords(customerWords);
  const common = useWords(designWords);
  const { id = '' } = useParams();
  const found = useCustomer(id);
  if (found.data !== undefined) return <Loaded {...found.data} />;
  return (
    <Page title={t('customers')}>
      {found.error === null ? (
        <p role="status">{common('loading')}</p>
      ) : (
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      )}
    </Page>
  );
}

function Loaded({ customer, tab }: { customer: Customer; tab: Tab }) {
  const t = useWords(customerWords);
  const { id, name, note } = customer;
  const isBlocked = stateOf(customer, tab.heldMinor) === 'blocked';
  return (
    <Page
      title={name}
      lead={note ?? undefined}
      actions={<CustomerActions {...{ customer, tab }} />}
    >
      {isBlocked && (
        <div className="mb-6">
          <Notice tone="warning">{t('blockedText')}</Notice>
        </div>
      )}
      <CustomerFigures {...{ customer, tab }} />
      <OpenItems tab={tab} />
      <Statement customerId={id} />
    </Page>
  );
}
