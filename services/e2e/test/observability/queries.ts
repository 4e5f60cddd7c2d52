/** Every expression of the dashboards and rules, as Grafana and Prometheus would ask it. */
import { readDashboards, readRules } from './chart-files.ts';
import { selectors } from './promql.ts';

export interface Query {
  /** Who asks: a panel of a dashboard, or a rule. */
  source: string;
  expr: string;
}

/** Time spans that Grafana would fill in. */
export interface Spans {
  /** At least four scrapes, as Grafana has it. */
  rateIntervalSeconds: number;
  rangeSeconds: number;
}

/** What the panels and variables of a chart's dashboards ask. */
export function dashboardQueries(
  chart: string,
  { rateIntervalSeconds, rangeSeconds }: Spans,
): Query[] {
  const fill = (expr: string) =>
    expr
      .replaceAll('$__rate_interval', `${rateIntervalSeconds}s`)
      .replaceAll('$__range', `${rangeSeconds}s`)
      .replaceAll(/\$(?!_)\w+/g, '.*');
  return readDashboards(chart).flatMap(({ file, panels, templating }) => [
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => ({ source: `${file}: ${title}`, expr: fill(expr) })),
    ),
    ...templating.list
      .filter(({ type }) => type === 'query')
      .map(({ name, query }) => ({
        source: `${file}: variable ${name}`,
        expr: labelValues(typeof query === 'string' ? query : query.query),
      })),
  ]);
}

/** What the rules look at: their selectors, since an alert that does not fire has no result. */
export function ruleSelectors(chart: string): Query[] {
  return readRules(chart).flatMap(({ alert, record, expr }) =>
    selectors(expr).map((selector) => ({ source: `rule ${alert ?? record}`, expr: selector })),
  );
}

/** The rules' expressions as they are. */
export function ruleQueries(chart: string): Query[] {
  return readRules(chart).map(({ alert, record, expr }) => ({
    source: `rule ${alert ?? record}`,
    expr,
  }));
}

function labelValues(query: string): string {
  const metric = /^label_values\((.+),\s*\w+\)$/.exec(query)?.[1];
  if (metric === undefined) throw new Error(`${query} is not label_values(metric, label)`);
  return metric;
}
