/** Protects: no metric of an expression is overlooked, and no function or label taken for one. */
import assert from 'node:assert/strict';
import { metricNames, selectors } from './promql.ts';

describe('metrics of an expression', () => {
  for (const [expr, expected] of [
    ['sum by (service) (rate(a_total{x=~"b(c)"}[5m])) / 2 > 0.05', ['a_total{x=~"b(c)"}']],
    ['histogram_quantile(0.95, sum by (le) (rate(d_bucket[1m])))', ['d_bucket']],
    ['count(e) unless on (f, g) count_over_time(h[6h]) or i:j:k1h > 1', ['e', 'h', 'i:j:k1h']],
  ] as const) {
    it(expr, () => assert.deepEqual(selectors(expr), expected));
  }

  it('names a histogram by itself, and everything once', () => {
    assert.deepEqual(metricNames('d_bucket{le="1"} / d_count + d_count'), ['d']);
  });
});
