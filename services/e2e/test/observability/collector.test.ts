/** Protects: the collector needs no component but those it is told to use, and asks the API for nothing else. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { chart } from './chart-files.ts';
import { requireProgram } from './programs.ts';

const configuration = z.object({
  receivers: z.record(z.string(), z.unknown()),
  exporters: z.record(z.string(), z.unknown()),
  service: z.object({
    pipelines: z.record(
      z.string(),
      z.object({ receivers: z.array(z.string()), exporters: z.array(z.string()) }),
    ),
  }),
});

describe("the collector's configuration", () => {
  let helm: string;
  before(function () {
    helm = requireProgram(this, 'helm');
  });

  function template(observability: object) {
    const args = ['template', 'shop', chart, '--namespace', 'shop', '--values', '-'];
    const input = JSON.stringify({ observability });
    const { status, stdout, stderr } = spawnSync(helm, args, { input, encoding: 'utf8' });
    return { status, stderr, objects: parseAllDocuments(stdout).map((one) => one.toJS()) };
  }

  function configOf(observability: object) {
    const { stderr, objects } = template(observability);
    const map = objects.find(
      (one) => one?.kind === 'ConfigMap' && one.metadata.name === 'shop-collector',
    );
    assert.ok(map, stderr);
    return configuration.parse(parse(map.data['config.yaml']));
  }

  /** Exporters by signal. */
  function exportersOf(observability: object) {
    const { service } = configOf(observability);
    const pipelines = Object.entries(service.pipelines);
    return Object.fromEntries(pipelines.map(([signal, { exporters }]) => [signal, exporters]));
  }

  it('tells its own log where nobody else is told', () => {
    const debug = ['debug'];
    assert.deepEqual(exportersOf({}), { traces: debug, metrics: debug, logs: debug });
  });

  it('has an exporter for each that is switched on, with the signals that it wants', () => {
    const on = (endpoint: string) => ({ enabled: true, config: { endpoint } });
    const exporters = {
      otlp: { ...on('otel.example:4317'), signals: ['traces'] },
      loki: on('http://loki:3100/otlp'),
      prometheusremotewrite: on('http://prometheus:9090/api/v1/write'),
      datadog: { enabled: true },
    };
    assert.deepEqual(exportersOf({ collector: { exporters } }), {
      traces: ['datadog', 'otlp_grpc'],
      metrics: ['datadog', 'prometheusremotewrite'],
      logs: ['datadog', 'otlp_http/loki'],
    });
    const { receivers, exporters: made, service } = configOf({ collector: { exporters } });
    for (const pipeline of Object.values(service.pipelines)) {
      for (const id of pipeline.receivers) assert.ok(id in receivers, id);
      for (const id of pipeline.exporters) assert.ok(id in made, id);
    }
  });

  it('sends to the stack where that is installed', () => {
    assert.deepEqual(exportersOf({ stack: { enabled: true } }), {
      traces: ['otlp_http/stack'],
      metrics: ['prometheusremotewrite/stack'],
      logs: ['otlp_http/stack'],
    });
  });

  it('is refused with an exporter that has no address, by the name of the value', () => {
    const { status, stderr } = template({ collector: { exporters: { otlp: { enabled: true } } } });
    assert.notEqual(status, 0);
    assert.match(stderr, /observability\.collector\.exporters\.otlp\.config\.endpoint/);
  });

  it('comes with no right of the API that it does not use, and no wildcard', () => {
    const rules = (collector: object) =>
      template({ collector }).objects.find((one) => one?.kind === 'ClusterRole').rules;
    const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] };
    const stats = { apiGroups: [''], resources: ['nodes/stats'], verbs: ['get'] };
    assert.deepEqual(rules({}), [pods, stats]);
    assert.deepEqual(rules({ kubeletMetrics: { enabled: false } }), [pods]);
  });

  it('is not installed when it is switched off, and nothing in its namespace', () => {
    const { objects } = template({ collector: { enabled: false } });
    const there = objects.filter((one) => one?.metadata.namespace === 'shop-observability');
    assert.deepEqual(there, []);
    assert.ok(objects.every((one) => !['Namespace', 'DaemonSet'].includes(one?.kind)));
  });
});
