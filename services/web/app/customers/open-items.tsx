/** What is not paid yet of a tab, the oldest first: a payment settles it in this order. */
import type { Tab } from '@balcao/contracts/api/customers.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import { DataTable } from '../design/data-table.tsx';
import { Section } from '../design/page.tsx';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { SaleLink } from './sale-link.tsx';
import { customerWords, kindNames } from './words.ts';

const loading = { error: null, isPending: false, refetch: () => undefined };

export function OpenItems({ tab: { openItems, balanceMinor } }: { tab: Tab }) {
  const t = useWords(customerWords);
  const text = useText();
  const format = useFormat();
  const isWhole = sumMinor(openItems.map(({ openMinor }) => openMinor)) === balanceMinor;
  return (
    <Section title={t('openItems')}>
      <DataTable
        caption={t('openItems')}
        rows={openItems}
        loading={loading}
        keyOf={({ entryId }) => entryId}
        empty={{ text: t('nothingOpen') }}
        columns={[
          { title: t('day'), cell: ({ businessDate }) => format.day(businessDate) },
          { title: t('what'), cell: ({ kind }) => text(kindNames[kind]) },
          { title: t('sale'), cell: ({ orderId }) => <SaleLink orderId={orderId} /> },
          {
            title: t('of'),
            isFigure: true,
            isSecondary: true,
            cell: ({ amountMinor }) => format.money(amountMinor),
          },
          { title: t('open'), isFigure: true, cell: ({ openMinor }) => format.money(openMinor) },
        ]}
      />
      {!isWhole && <p className="mt-2 text-sm text-ink-soft">{t('manyOpen')}</p>}
    </Section>
  );
}
