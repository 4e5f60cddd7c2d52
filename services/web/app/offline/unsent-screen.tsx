/** What this device has sold and the shop does not know yet, what it refused, and as of when prices are known. */

import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Badge, Notice } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { useUser } from '../session/use-user.ts';
import { useStore } from '../store.ts';
import { catalogueStore } from './catalogue.ts';
import { senderOf } from './kept-sale.ts';
import { RefusedSales } from './refused-sales.tsx';
import { SaleActions } from './sale-actions.tsx';
import { useSaleColumns } from './sale-columns.tsx';
import { wakeQueue } from './sale-queue.ts';
import { SettledSales } from './settled-sales.tsx';
import { offlineState } from './state.ts';
import { useKeptSales } from './use-kept-sales.ts';
import { offlineWords } from './words.ts';

export function Screen() {
  const t = useWords(offlineWords);
  const { refused, settled, unsent, loading } = useKeptSales();
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className="mb-6 flex flex-col gap-2">
        <ShopState />
      </div>
      <RefusedSales refused={refused} loading={loading} />
      <UnsentSales unsent={unsent} loading={loading} />
      <SettledSales settled={settled} loading={loading} />
    </Page>
  );
}

function ShopState() {
  const t = useWords(offlineWords);
  const format = useFormat();
  const { isOnline } = useStore(offlineState);
  const { asOf } = useStore(catalogueStore);
  return (
    <>
      <Notice tone={isOnline ? 'positive' : 'warning'}>
        <p>{t(isOnline ? 'online' : 'offline')}</p>
        <p className="text-sm">
          {asOf === null ? t('noPrices') : t('asOf', { when: format.moment(asOf) })}
        </p>
      </Notice>
      {!window.isSecureContext && <Notice tone="neutral">{t('notKept')}</Notice>}
    </>
  );
}

function UnsentSales({
  unsent,
  loading,
}: Pick<ReturnType<typeof useKeptSales>, 'unsent' | 'loading'>) {
  const t = useWords(offlineWords);
  const columns = useSaleColumns();
  const user = useUser();
  const sendNow = (unsent?.length ?? 0) > 0 && (
    <Button onClick={() => wakeQueue()}>{t('sendNow')}</Button>
  );
  return (
    <Section title={t('waiting')} actions={sendNow}>
      <DataTable
        caption={t('waiting')}
        columns={[
          ...columns,
          {
            title: t('reason'),
            cell: (kept) => {
              const { id, name } = senderOf(kept);
              return (
                <Badge tone="neutral">
                  {id === user.id ? t('waitsForShop') : t('waitsFor', { name })}
                </Badge>
              );
            },
          },
          { title: t('actions'), cell: (kept) => <SaleActions kept={kept} /> },
        ]}
        rows={unsent}
        keyOf={({ id }) => id}
        loading={loading}
        empty={{ text: t('waitingEmpty') }}
      />
    </Section>
  );
}
