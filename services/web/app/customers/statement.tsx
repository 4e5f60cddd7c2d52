/** The statement of a tab: every entry, with what was owed after it. */
import type { TabEntry } from '@balcao/contracts/api/customers.ts';
import { businessDate } from '@balcao/contracts/dates.ts';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { DataTable } from '../design/data-table.tsx';
import { DayField } from '../design/day-field.tsx';
import { Section } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useWords } from '../i18n/words.ts';
import { SaleLink } from './sale-link.tsx';
import { customerWords, kindNames, methodNames } from './words.ts';

export function Statement({ customerId }: { customerId: string }) {
  const t = useWords(customerWords);
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  return (
    <Section title={t('statement')}>
      <search className="mb-4 flex flex-wrap gap-4">
        <DayField label={t('since')} value={from} onChange={setFrom} />
        <DayField label={t('until')} value={to} onChange={setTo} />
      </search>
      <Entries customerId={customerId} />
    </Section>
  );
}

function useStatement(customerId: string) {
  const [from] = useFilter('from');
  const [to] = useFilter('to');
  const query = {
    from: businessDate.safeParse(from).data,
    to: businessDate.safeParse(to).data,
  };
  return useList(['customers', 'statement', customerId, query], (cursor) =>
    answer(
      api.GET('/api/v1/customers/{id}/statement', {
        params: { path: { id: customerId }, query: { ...query, cursor } },
      }),
    ),
  );
}

function Entries({ customerId }: { customerId: string }) {
  const t = useWords(customerWords);
  const format = useFormat();
  const list = useStatement(customerId);
  return (
    <DataTable
      caption={t('statement')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: t('noEntries') }}
      columns={[
        { title: t('day'), cell: ({ at }) => format.moment(at) },
        { title: t('what'), cell: (entry) => <What entry={entry} /> },
        {
          title: t('amount'),
          isFigure: true,
          cell: ({ amountMinor }) => format.money(amountMinor),
        },
        {
          title: t('balanceAfter'),
          isFigure: true,
          cell: ({ balanceMinor }) => format.money(balanceMinor),
        },
      ]}
    />
  );
}

function What({ entry: { kind, method, note, orderId } }: { entry: TabEntry }) {
  const text = useText();
  const parts = [text(kindNames[kind]), method === null ? null : text(methodNames[method]), note];
  return (
    <span className="flex flex-wrap gap-x-3">
      {parts.filter((part) => part !== null).join(' · ')}
      <SaleLink orderId={orderId} />
    </span>
  );
}
