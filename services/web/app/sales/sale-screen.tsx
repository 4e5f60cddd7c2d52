/** One sale: what was sold, how it was paid, what came back, and how it went. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { OrderLines } from './order-lines.tsx';
import { OrderMoney } from './order-money.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { ReceiptDialog } from './receipt-dialog.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { ShortageList } from './shortage-list.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useSellers } from './use-sellers.ts';
import { limitNames, salesWords } from './words.ts';

export function Screen() {
  const t = useWords(salesWords);
  const design = useWords(designWords);
  const { id = '' } = useParams();
  const found = useQuery({
    queryKey: ['orders', 'one', id],
    queryFn: () => answer(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
  });
  if (found.data !== undefined) return <Sale order={found.data} />;
  return (
    <Page title={t('sale')}>
      {found.error === null ? (
        <p role="status">{design('loading')}</p>
      ) : (
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      )}
    </Page>
  );
}

/** What was made has a receipt, also when it came back. */
const made = ['completed', 'partially_refunded', 'refunded'];

function Sale({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const [open, setOpen] = useState<'none' | 'receipt' | 'refund'>('none');
  const { receiptNumber, status } = order;
  const isMade = made.includes(status);
  return (
    <Page
      title={receiptNumber === null ? t('sale') : t('saleNumber', { number: receiptNumber })}
      actions={
        <>
          {isMade && <Button onClick={() => setOpen('receipt')}>{t('printReceipt')}</Button>}
          {isMade && status !== 'refunded' && (
            <Button kind="danger" onClick={() => setOpen('refund')}>
              {t('refund')}
            </Button>
          )}
        </>
      }
    >
      <Facts order={order} />
      <div className="grid gap-x-10 xl:grid-cols-[3fr_2fr]">
        <Section title={t('lines')}>
          <OrderLines order={order} />
        </Section>
        <div>
          <OrderMoney order={order} />
          <Section title={t('timeline')}>
            <OrderTimeline history={order.history ?? []} />
          </Section>
        </div>
      </div>
      {open === 'receipt' && <ReceiptDialog order={order} onClose={() => setOpen('none')} />}
      {open === 'refund' && <RefundDialog order={order} onClose={() => setOpen('none')} />}
    </Page>
  );
}

function Facts({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const format = useFormat();
  const { nameOf } = useSellers();
  const { completedAt, createdAt, sellerId, status, tillId, customerId, note } = order;
  return (
    <>
      <p className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StatusBadge status={status} />
        <span>{format.moment(completedAt ?? createdAt)}</span>
        <span>{nameOf(sellerId)}</span>
        {tillId !== null && (
          <Link href={`/tills/${tillId}`} className="underline underline-offset-4">
            {t('till')}
          </Link>
        )}
        {customerId !== null && (
          <Link href={`/customers/${customerId}`} className="underline underline-offset-4">
            {t('customer')}
          </Link>
        )}
        {note !== null && (
          <span>
            {t('note')}: {note}
          </span>
        )}
      </p>
      <Shortage order={order} />
      <BeyondLimit order={order} />
    </>
  );
}

/** That there was not enough of something, whether the sale was made all the same or not. */
function Shortage({ order }: { order: Order }) {
  const t = useWords(salesWords);
  const { isOversold, reason } = order;
  if (!isOversold && reason !== 'stock_rejected') return null;
  return (
    <div className="mb-6">
      <Notice tone="warning">
        <p>{t(isOversold ? 'oversold' : 'refusedForStock')}</p>
        <ShortageList order={order} />
      </Notice>
    </div>
  );
}

/** What was given without a network that somebody would have been asked for. */
/** An older service does not name it yet. */
function BeyondLimit({ order: { beyondLimit = [] } }: { order: Order }) {
  const t = useWords(salesWords);
  const text = useText();
  if (beyondLimit.length === 0) return null;
  const limits = beyondLimit.map((limit) => text(limitNames[limit])).join(', ');
  return (
    <div className="mb-6">
      <Notice tone="warning">{t('beyondLimitLead', { limits })}</Notice>
    </div>
  );
}
