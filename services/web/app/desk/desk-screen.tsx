/** The front page: the day's story first, then who needs whom, then what was sold. */
import { Link } from 'wouter';
import { Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { designWords } from '../design/words.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { Headline } from './headline.tsx';
import { NeedsYou } from './needs-you.tsx';
import { ProductLists } from './product-lists.tsx';
import { SalesByHour } from './sales-by-hour.tsx';
import { useDesk } from './use-desk.ts';
import { deskWords } from './words.ts';

export function Screen() {
  const t = useWords(deskWords);
  const design = useWords(designWords);
  const format = useFormat();
  const { day, weekBefore, sales, profit, products } = useDesk();
  return (
    <Page title={t('title', { day: format.dayInWords(day) })}>
      {sales.error !== null && (
        <ProblemNotice error={sales.error} onRetry={() => void sales.refetch()} />
      )}
      {sales.isPending && <p role="status">{design('loading')}</p>}
      {sales.data !== undefined && (
        <Headline day={day} weekBefore={weekBefore} sales={sales.data} profit={profit.data} />
      )}
      <div className="grid gap-x-10 xl:grid-cols-[3fr_2fr]">
        <Section
          title={t('byHour')}
          actions={
            <Link href="/finance/reports/hours" className="text-sm underline">
              {t('hoursReport')}
            </Link>
          }
        >
          {sales.data !== undefined && <SalesByHour {...sales.data} />}
        </Section>
        <NeedsYou />
      </div>
      <ProductLists day={day} products={products} />
    </Page>
  );
}
