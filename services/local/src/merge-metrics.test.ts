/** Protects: one page of metrics for several services is still one that Prometheus reads. */
import assert from 'node:assert/strict';
import { mergeMetrics } from './merge-metrics.ts';

describe('merged metrics', () => {
  it('name each metric once and keep every sample', () => {
    const page = (service: string, value: number) =>
      `# HELP a_total Things.\n# TYPE a_total counter\na_total{service="${service}"} ${value}\n\n# HELP ${service}_up Up.\n# TYPE ${service}_up gauge\n${service}_up 1\n`;
    assert.equal(
      mergeMetrics([page('sales', 1), page('auth', 2)]),
      [
        '# HELP a_total Things.',
        '# TYPE a_total counter',
        'a_total{service="sales"} 1',
        'a_total{service="auth"} 2',
        '# HELP sales_up Up.',
        '# TYPE sales_up gauge',
        'sales_up 1',
        '# HELP auth_up Up.',
        '# TYPE auth_up gauge',
        'auth_up 1',
        '',
      ].join('\n'),
    );
  });
});
