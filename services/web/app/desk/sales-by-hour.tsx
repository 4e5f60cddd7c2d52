/** Today's sales by hour as bars, yesterday's as a line. */
import { formatAmount } from '@balcao/contracts/amount-text.ts';
import type { SalesByHour as Day } from '@balcao/contracts/api/sales-by-hour.ts';
import { ChartFrame } from '../design/chart-frame.tsx';
import { EmptyState } from '../design/page.tsx';
import { shopTime } from '../finance/today.ts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { hourPoints } from './hour-points.ts';
import { deskWords } from './words.ts';

export function SalesByHour({ today, yesterday }: { today: Day; yesterday: Day }) {
  const t = useWords(deskWords);
  const format = useFormat();
  const points = hourPoints({ today, yesterday }, Number(shopTime().time.slice(0, 2)));
  if (points.length === 0) return <EmptyState text={t('noSales')} />;
  return (
    <ChartFrame
      title={t('byHour')}
      summary={t('byHourSummary', {
        today: format.money(today.totalMinor),
        yesterday: format.money(yesterday.totalMinor),
      })}
      labelTitle={t('hour')}
      fileName={`sales-by-hour-${today.from}`}
      series={[
        { name: t('todaySeries'), kind: 'bar', colour: 1 },
        { name: t('yesterdaySeries'), kind: 'line', colour: 2 },
      ]}
      points={points}
      formatValue={format.money}
      formatTick={(minor) => format.number(minor / 100)}
      formatPlain={formatAmount}
    />
  );
}
