/** The price of one symbol over time: chart with moving average, and the alerts of that time. */
import type { SeriesPoint } from '@balcao/contracts/api/market.ts';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { answer, api } from '../api/client.ts';
import { useList } from '../api/use-list.ts';
import { ChartFrame } from '../design/chart-frame.tsx';
import { DataTable } from '../design/data-table.tsx';
import { SelectField } from '../design/field.tsx';
import { EmptyState, Page, Section } from '../design/page.tsx';
import { ProblemNotice } from '../design/problem-notice.tsx';
import { useFilter } from '../design/use-filter.ts';
import { designWords } from '../design/words.ts';
import { useBilingual } from '../i18n/bilingual.ts';
import { type Format, useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { SeverityBadge } from '../inbox/severity-badge.tsx';
import { alertMarks } from './alert-marks.ts';
import { alertWords } from './alert-words.ts';
import { isPeriod, type Period, periods, seriesQuery } from './periods.ts';
import { usePriceText } from './price-text.ts';
import { quoteWords } from './quote-words.ts';
import { readSeries } from './read-series.ts';

const usePeriod = (): [Period, (period: string) => void] => {
  const [chosen, choose] = useFilter('period');
  return [isPeriod(chosen) ? chosen : 'month', choose];
};

export function Screen() {
  const t = useWords(quoteWords);
  const { symbol = '' } = useParams<{ symbol: string }>();
  const [period, setPeriod] = usePeriod();
  const name = decodeURIComponent(symbol);
  const chooser = (
    <SelectField
      label={t('range')}
      value={period}
      onChange={({ target }) => setPeriod(target.value)}
    >
      {Object.keys(periods)
        .filter(isPeriod)
        .map((each) => (
          <option key={each} value={each}>
            {t(each)}
          </option>
        ))}
    </SelectField>
  );
  return (
    <Page title={name} actions={chooser}>
      <Series symbol={name} period={period} />
      <Section title={t('alertsHere')}>
        <Alerts symbol={name} period={period} />
      </Section>
    </Page>
  );
}

interface Shown {
  symbol: string;
  period: Period;
}

/** Alerts that were firing at some time of the period, the newest first. */
function useAlerts({ symbol, period }: Shown) {
  return useList(['alerts', 'of', symbol, period], (cursor) => {
    const { from, to } = seriesQuery(period, Date.now());
    const query = { cursor, symbol, from, to };
    return answer(api.GET('/api/v1/market/alerts', { params: { query } }));
  });
}

function Series({ symbol, period }: Shown) {
  const t = useWords(quoteWords);
  const own = useWords(designWords);
  const series = useQuery({
    queryKey: ['series', symbol, period],
    queryFn: () => readSeries(symbol, period),
  });
  if (series.error !== null) {
    return <ProblemNotice error={series.error} onRetry={() => void series.refetch()} />;
  }
  if (series.data === undefined) return <p role="status">{own('loading')}</p>;
  if (series.data.length === 0) return <EmptyState text={t('noPoints')} />;
  return (
    <div className="mb-8">
      <Chart symbol={symbol} period={period} points={series.data} />
    </div>
  );
}

function Chart({ symbol, period, points }: Shown & { points: SeriesPoint[] }) {
  const t = useWords(quoteWords);
  const { rows: alerts = [] } = useAlerts({ symbol, period });
  const format = useFormat();
  const priceText = usePriceText();
  const last = points.at(-1);
  const low = Math.min(...points.map((point) => Number(point.low)));
  const high = Math.max(...points.map((point) => Number(point.high)));
  const summary = `${t('close')} ${priceText(last?.close ?? '')}, ${t('low')} ${format.number(low)}, ${t('high')} ${format.number(high)}`;
  return (
    <ChartFrame
      title={`${symbol}, ${t(period)}`}
      summary={summary}
      labelTitle={t('when')}
      fileName={symbol.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}
      series={[
        { name: t('close'), kind: 'line', colour: 1 },
        { name: t('average'), kind: 'line', colour: 2 },
      ]}
      // For the picture a float is near enough; the exact prices are in the list of quotes.
      points={points.map((point) => ({
        label: labelOf(point.at, period, format),
        values: [Number(point.close), Number(point.movingAverage)],
      }))}
      marks={{
        name: t('alertBegan'),
        labels: alertMarks(points, alerts).map(({ at }) => labelOf(at, period, format)),
      }}
      formatValue={format.number}
      isFitted
      formatPlain={String}
    />
  );
}

const labelOf = (at: string, period: Period, format: Format) =>
  periods[period].interval === '1d' ? format.day(at.slice(0, 10)) : format.moment(at);

function Alerts(shown: Shown) {
  const t = useWords(alertWords);
  const ofQuote = useWords(quoteWords);
  const format = useFormat();
  const bilingual = useBilingual();
  const list = useAlerts(shown);
  return (
    <DataTable
      caption={ofQuote('alertsHere')}
      {...list}
      keyOf={({ id }) => id}
      empty={{ text: ofQuote('noAlertsHere') }}
      columns={[
        { title: t('started'), cell: ({ startedAt }) => format.moment(startedAt) },
        { title: t('severity'), cell: ({ severity }) => <SeverityBadge severity={severity} /> },
        { title: t('what'), cell: ({ summary }) => bilingual(summary) },
      ]}
    />
  );
}
