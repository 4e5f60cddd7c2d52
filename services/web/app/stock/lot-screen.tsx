/** One lot: whom it came from, what was cut from it, and every sale that got of it. */
import type { LotTrace } from '@balcao/contracts/api/traces.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { answer, api } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useWords } from '../i18n/words.ts';
import { FlowPicture } from './flow-picture.tsx';
import { FlowTable } from './flow-table.tsx';
import { LotFigures } from './lot-figures.tsx';
import { lotFlow } from './lot-flow.ts';
import { lotWords } from './lot-words.ts';
import { TracedMovements } from './traced-movements.tsx';
import { TracedOrders } from './traced-orders.tsx';
import { WasteDialog } from './waste-dialog.tsx';

export function Screen() {
  const t = useWords(lotWords);
  const common = useWords(designWords);
  const { id = '' } = useParams();
  const trace = useQuery({
    queryKey: ['stock', 'trace', id],
    queryFn: () =>
      answer(api.GET('/api/v1/inventory/lots/{id}/trace', { params: { path: { id } } })),
  });
  if (trace.data !== undefined) return <LotPage trace={trace.data} />;
  return (
    <Page title={t('title')}>
      {trace.error === null ? (
        <p role="status">{common('loading')}</p>
      ) : (
        <ProblemNotice error={trace.error} onRetry={() => void trace.refetch()} />
      )}
    </Page>
  );
}

function LotPage({ trace }: { trace: LotTrace }) {
  const t = useWords(lotWords);
  const [isWasting, setWasting] = useState(false);
  const [isTable, setTable] = useState(false);
  const design = useWords(designWords);
  const { lot } = trace;
  const flow = lotFlow(trace);
  return (
    <Page
      title={t('traceTitle', { name: lot.productName })}
      lead={t('traceLead')}
      actions={
        lot.onHandMilli > 0 && <Button onClick={() => setWasting(true)}>{t('waste')}</Button>
      }
    >
      <LotFigures trace={trace} />
      <Section
        title={t('flow')}
        actions={
          <Button kind="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? design('showChart') : design('showTable')}
          </Button>
        }
      >
        {isTable ? <FlowTable flow={flow} /> : <FlowPicture flow={flow} />}
      </Section>
      <Section title={t('sales')}>
        <TracedOrders trace={trace} />
      </Section>
      <Section title={t('movements')}>
        <TracedMovements trace={trace} />
      </Section>
      {isWasting && (
        <WasteDialog
          product={{ id: lot.productId, name: lot.productName, unit: lot.unit }}
          lotId={lot.id}
          onClose={() => setWasting(false)}
        />
      )}
    </Page>
  );
}
