/** What was lost in a period, why, and what it cost. */
import { addDays, businessDate } from '@balcao/contracts/dates.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { TextField } from '../design/field.tsx';
import { Page, Section } from '../design/page.tsx';
import { useFilter } from '../design/use-filter.ts';
import { useFormat } from '../i18n/format.ts';
import { useText } from '../i18n/language.ts';
import { useToday } from '../i18n/use-today.ts';
import { useWords } from '../i18n/words.ts';
import { WasteDialog } from './waste-dialog.tsx';
import { reasonNames, wasteWords } from './waste-words.ts';

const usualDays = 30;

export function Screen() {
  const t = useWords(wasteWords);
  const [isWasting, setWasting] = useState(false);
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button kind="primary" onClick={() => setWasting(true)}>
          {t('record')}
        </Button>
      }
    >
      <Period />
      <Report />
      {isWasting && <WasteDialog product={null} onClose={() => setWasting(false)} />}
    </Page>
  );
}

function usePeriod() {
  const today = useToday();
  const [from, setFrom] = useFilter('from');
  const [to, setTo] = useFilter('to');
  return {
    from: businessDate.safeParse(from).data ?? addDays(today, 1 - usualDays),
    to: businessDate.safeParse(to).data ?? today,
    setFrom,
    setTo,
  };
}

function Period() {
  const t = useWords(wasteWords);
  const { from, to, setFrom, setTo } = usePeriod();
  return (
    <search className="mb-6 flex flex-wrap gap-4">
      <TextField
        label={t('since')}
        type="date"
        value={from}
        onChange={({ target }) => setFrom(target.value)}
      />
      <TextField
        label={t('until')}
        type="date"
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
    </search>
  );
}

function Report() {
  const t = useWords(wasteWords);
  const text = useText();
  const format = useFormat();
  const { from, to } = usePeriod();
  const report = useQuery({
    queryKey: ['stock', 'shrinkage', from, to],
    queryFn: () =>
      answer(api.GET('/api/v1/inventory/reports/shrinkage', { params: { query: { from, to } } })),
  });
  const cost = { title: t('cost'), isFigure: true };
  return (
    <>
      <Section title={t('byReason')}>
        <DataTable
          caption={t('byReason')}
          rows={report.data?.byReason}
          loading={report}
          keyOf={({ reason }) => reason}
          empty={{ text: t('nothing') }}
          columns={[
            { title: t('reason'), cell: ({ reason }) => text(reasonNames[reason]) },
            { ...cost, cell: ({ costMinor }) => format.money(costMinor) },
          ]}
        />
        {report.data !== undefined && (
          <p className="mt-3 text-right text-lg">
            {t('total')} <strong>{format.money(report.data.costMinor)}</strong>
          </p>
        )}
      </Section>
      <Section title={t('byProduct')}>
        <DataTable
          caption={t('byProduct')}
          rows={report.data?.items}
          loading={report}
          keyOf={({ reason, productId }) => `${reason} ${productId}`}
          empty={{ text: t('nothing') }}
          columns={[
            { title: t('product'), cell: ({ name }) => name },
            { title: t('reason'), cell: ({ reason }) => text(reasonNames[reason]) },
            {
              title: t('difference'),
              isFigure: true,
              cell: ({ quantityMilli, unit }) => format.quantity(quantityMilli, unit),
            },
            { ...cost, cell: ({ costMinor }) => format.money(costMinor) },
          ]}
        />
      </Section>
    </>
  );
}
