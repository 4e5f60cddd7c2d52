/** Protects: every dashboard opens in any Grafana, and asks for metrics that exist. */
import assert from 'node:assert/strict';
import { charts, readDashboards, readRules } from './chart-files.ts';
import { knownMetrics } from './known-metrics.ts';
import { metricNames, selectors } from './promql.ts';
import { dashboardQueries } from './queries.ts';

const dashboards = charts.flatMap(readDashboards);

describe('dashboards', () => {
  it('have ids of their own and let their data source be chosen', () => {
    assert.equal(new Set(dashboards.map(({ uid }) => uid)).size, dashboards.length);
    for (const { title, templating, panels } of dashboards) {
      assert.equal(templating.list[0]?.type, 'datasource', title);
      for (const { type, datasource, targets, ...panel } of panels) {
        const isRow = type === 'row';
        assert.equal(datasource === undefined, isRow, panel.title);
        assert.equal(targets.length === 0, isRow, panel.title);
      }
    }
  });

  it('lay their panels side by side', () => {
    for (const { title, panels } of dashboards) {
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_none, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
      );
      assert.equal(new Set(cells).size, cells.length, `panels of ${title} overlap`);
    }
  });

  it('ask for metrics that exist', () => {
    const known = knownMetrics(charts.flatMap(readRules).flatMap(({ record }) => record ?? []));
    const spans = { rateIntervalSeconds: 60, rangeSeconds: 3600 };
    for (const { source, expr } of charts.flatMap((chart) => dashboardQueries(chart, spans))) {
      assert.ok(selectors(expr).length > 0, source);
      assert.deepEqual(
        metricNames(expr).filter((name) => !known.has(name)),
        [],
        source,
      );
    }
  });
});
