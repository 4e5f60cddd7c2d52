/** Bars and lines over one axis of categories (recharts); loaded by ChartFrame only when a chart is shown. */
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';

export interface Series {
  name: string;
  /** `figure`: in the table and the CSV only, where it would dwarf the others. */
  kind: 'bar' | 'line' | 'figure';
  /** Which of the six colours that colour-blind people tell apart. */
  colour: 1 | 2 | 3 | 4 | 5 | 6;
}

export interface SeriesChartProps {
  series: readonly Series[];
  /** A point for each category, with a value for each series in their order; null: none there. */
  points: readonly { label: string; values: readonly (number | null)[] }[];
  /** Labels of points at which something began: a line from top to bottom, named in the legend. */
  marks?: { name: string; labels: readonly string[] };
  /** In the tooltip, such as `R$ 53,75`. */
  formatValue: (value: number) => string;
  /** Whether the axis shows the range of the values only, as for a price, whose changes are what is looked at. */
  isFitted?: boolean;
  /** At the axis, where there is little room; as `formatValue` when left out. */
  formatTick?: (value: number) => string;
}

const axis = { stroke: 'var(--line-strong)', tick: { fill: 'var(--ink-soft)', fontSize: 14 } };
const tooltipLook = {
  background: 'var(--raised)',
  border: '1px solid var(--line-strong)',
  borderRadius: 6,
  color: 'var(--ink)',
};

/** Nothing moves: figures that grow into their place explain nothing. */
export function SeriesChart(props: SeriesChartProps) {
  const { series, points, formatValue, formatTick, isFitted = false, marks } = props;
  const data = points.map(({ label, values }) => ({ label, values }));
  const hasNegative = points.some(({ values }) =>
    values.some((value, index) => (value ?? 0) < 0 && series[index]?.kind !== 'figure'),
  );
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={data} accessibilityLayer={false} margin={{ top: 8, right: 8 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tickLine={false} minTickGap={12} {...axis} />
        <YAxis
          width="auto"
          domain={isFitted ? ['auto', 'auto'] : undefined}
          tickLine={false}
          axisLine={false}
          tickFormatter={formatTick ?? formatValue}
          {...axis}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--sunken)' }}
          contentStyle={tooltipLook}
          itemStyle={{ color: 'var(--ink)' }}
          formatter={(value) => (typeof value === 'number' ? formatValue(value) : '')}
        />
        {hasNegative && <ReferenceLine y={0} stroke="var(--line-strong)" />}
        {series.map(seriesOf)}
        {marks?.labels.map((label) => (
          <ReferenceLine
            key={label}
            x={label}
            stroke="var(--danger)"
            strokeWidth={2}
            strokeDasharray="2 3"
          />
        ))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

interface Point {
  values: readonly (number | null)[];
}

function seriesOf({ name, kind, colour }: Series, index: number) {
  const common = {
    name,
    dataKey: ({ values }: Point) => values[index] ?? null,
    isAnimationActive: false,
  };
  const paint = `var(--chart-${colour})`;
  if (kind === 'figure') return null;
  return kind === 'bar' ? (
    <Bar key={name} {...common} fill={paint} radius={[3, 3, 0, 0]} maxBarSize={40} />
  ) : (
    <Line
      key={name}
      {...common}
      stroke={paint}
      strokeWidth={2.5}
      // A dash tells a line from the others without its colour.
      strokeDasharray={index % 2 === 1 ? '6 4' : undefined}
      dot={false}
    />
  );
}
