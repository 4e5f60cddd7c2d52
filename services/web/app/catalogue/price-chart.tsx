/** The picture of a price history; the table below it says the same. */
import type { Price } from '@balcao/contracts/api/product.ts';
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormat } from '../i18n/format.ts';
import { useWords } from '../i18n/words.ts';
import { priceSteps } from './price-steps.ts';
import { catalogueWords } from './words.ts';

export function PriceChart({ prices }: { prices: readonly Price[] }) {
  const t = useWords(catalogueWords);
  const format = useFormat();
  const points = priceSteps(prices, Date.now());
  const day = (atMs: number) => format.day(new Date(atMs).toISOString().slice(0, 10));
  return (
    <div aria-hidden className="mb-4 h-56">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={points} accessibilityLayer={false} margin={{ top: 8, right: 12 }}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="atMs"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            tickFormatter={day}
            stroke="var(--ink-soft)"
            fontSize={14}
            minTickGap={40}
          />
          <YAxis
            width={72}
            tickFormatter={format.amount}
            stroke="var(--ink-soft)"
            fontSize={14}
            domain={['auto', 'auto']}
          />
          <Tooltip
            formatter={(value) => format.money(Number(value))}
            labelFormatter={(atMs) => day(Number(atMs))}
            contentStyle={{ background: 'var(--raised)', borderColor: 'var(--line)' }}
          />
          <Line
            type="stepAfter"
            dataKey="priceMinor"
            name={t('price')}
            stroke="var(--chart-1)"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
          <Line
            type="stepAfter"
            dataKey="costMinor"
            name={t('cost')}
            stroke="var(--chart-2)"
            strokeDasharray="4 3"
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
