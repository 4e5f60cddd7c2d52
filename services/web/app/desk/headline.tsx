/** The day's story in four figures; each leads to the list that it sums. */
import type { ProfitAndLoss } from '@balcao/contracts/api/finance-reports.ts';
import type { SalesByHour } from '@balcao/contracts/api/sales-by-hour.ts';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Change, changeOf } from '../finance/change.tsx';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { deskWords } from './words.ts';

interface HeadlineProps {
  day: string;
  weekBefore: string;
  sales: { today: SalesByHour; before: SalesByHour; beforeUntilNow: SalesByHour };
  profit: ProfitAndLoss | undefined;
}

export function Headline({ day, weekBefore, sales, profit }: HeadlineProps) {
  const t = useWords(deskWords);
  const format = useFormat();
  const { today, before, beforeUntilNow } = sales;
  const dayOf = (date: string) => `/sales?from=${date}&to=${date}`;
  const change = changeOf(today.totalMinor, beforeUntilNow.totalMinor);
  const average = today.saleCount === 0 ? 0 : Math.round(today.totalMinor / today.saleCount);
  return (
    <section
      aria-label={t('sales')}
      className="mb-8 grid gap-x-6 gap-y-4 border-t-4 border-b border-t-ink border-b-line py-4 sm:grid-cols-2 xl:grid-cols-[5fr_3fr_3fr_3fr]"
    >
      <div className="sm:col-span-2 xl:col-span-1">
        <p className="text-ink-soft">{t('sales')}</p>
        <FigureLink href={dayOf(day)} className="text-2xl font-semibold">
          {format.money(today.totalMinor)}
        </FigureLink>
        <p>
          {change === null ? (
            t('nothingWeekBefore', { day: format.dayInWords(weekBefore) })
          ) : (
            <>
              <Change basisPoints={change} />{' '}
              {t('againstWeekBefore', { day: format.dayInWords(weekBefore) })}
            </>
          )}
        </p>
      </div>
      <Margin day={day} profit={profit} />
      <Figure
        title={t('saleCount')}
        href={dayOf(day)}
        value={format.number(today.saleCount)}
        hint={t('average', { amount: format.money(average) })}
      />
      <Figure
        title={t('weekBefore')}
        href={dayOf(weekBefore)}
        value={format.money(before.totalMinor)}
        hint={t('weekBeforeHint', { day: format.dayInWords(weekBefore) })}
      />
    </section>
  );
}

function Margin({ day, profit }: { day: string; profit: ProfitAndLoss | undefined }) {
  const t = useWords(deskWords);
  const format = useFormat();
  const revenue = profit?.sales.amountMinor ?? 0;
  const earned = profit?.grossProfit.amountMinor ?? 0;
  return (
    <Figure
      title={t('margin')}
      href={`/finance/reports/margin?from=${day}&to=${day}`}
      value={revenue === 0 ? '–' : format.percent(earned / revenue)}
      hint={t('marginHint', { amount: format.money(earned) })}
    />
  );
}

interface FigureProps {
  title: string;
  href: string;
  value: string;
  hint: string;
}

const Figure = ({ title, href, value, hint }: FigureProps) => (
  <div className="xl:border-l xl:border-line xl:pl-6">
    <p className="text-ink-soft">{title}</p>
    <FigureLink href={href} className="text-xl font-semibold">
      {value}
    </FigureLink>
    <p className="text-sm text-ink-soft">{hint}</p>
  </div>
);

const FigureLink = (props: { href: string; className: string; children: ReactNode }) => (
  <p>
    <Link
      href={props.href}
      className={`${props.className} decoration-line-strong decoration-1 underline-offset-4 hover:underline`}
    >
      {props.children}
    </Link>
  </p>
);
