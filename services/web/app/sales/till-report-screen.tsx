/** The reading of one till: X while it is in use, Z when it is closed. */
import type { TillReport } from '@balcao/contracts/api/tills.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { answer, api } from '../api/client.ts';
import { Button, buttonLook } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { TillMethods } from './till-methods.tsx';
import { TillMovements } from './till-movements.tsx';
import { TillSums } from './till-sums.tsx';
import { tillListWords } from './till-words.ts';
import { useSellers } from './use-sellers.ts';

export function Screen() {
  const t = useWords(tillListWords);
  const design = useWords(designWords);
  const { id = '' } = useParams();
  const found = useQuery({
    queryKey: ['tills', 'report', id],
    queryFn: () => answer(api.GET('/api/v1/tills/{id}/report', { params: { path: { id } } })),
  });
  if (found.data !== undefined) return <Reading report={found.data} />;
  return (
    <Page title={t('register')}>
      {found.error === null ? (
        <p role="status">{design('loading')}</p>
      ) : (
        <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />
      )}
    </Page>
  );
}

function Reading({ report }: { report: TillReport }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  const { nameOf } = useSellers();
  const { register, businessDate, reading, sellerId, openedAt, closedAt, tillId } = report;
  const day = format.dayInWords(businessDate);
  const times = [openedAt, closedAt].map((at) => (at === null ? '…' : format.moment(at)));
  return (
    <Page
      title={t('registerNumber', { register, day })}
      lead={`${t(reading === 'x' ? 'xReading' : 'zReading')} ${nameOf(sellerId)}, ${times.join(' – ')}`}
      actions={
        <>
          <Link href={`/sales?till=${tillId}`} className={buttonLook()}>
            {t('salesOf')}
          </Link>
          <Button onClick={() => window.print()}>{t('print')}</Button>
        </>
      }
    >
      <TillSums report={report} />
      <Section title={t('byMethod')}>
        <TillMethods report={report} />
      </Section>
      <Section title={t('movements')}>
        <TillMovements movements={report.movements} />
      </Section>
      <Late report={report} />
    </Page>
  );
}

function Late({ report: { late } }: { report: TillReport }) {
  const t = useWords(tillListWords);
  const format = useFormat();
  if (late.count === 0) return null;
  const amount = format.money(late.totalMinor ?? 0);
  return (
    <Section title={t('late')}>
      <Notice tone="warning">{t('lateText', { count: late.count, amount })}</Notice>
    </Section>
  );
}
