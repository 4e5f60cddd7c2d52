/** The metrics that there are: what the services and the operator export, and what RabbitMQ does. */
import { globSync, readFileSync } from 'node:fs';
import { addProcessMetrics, createMetrics } from '@balcao/kit/metrics.ts';
import { createBackupMetrics } from '../../../operator/src/backup-metrics.ts';
import { createKubeMetrics } from '../../../operator/src/kube/kube-metrics.ts';
import { repository } from './chart-files.ts';

/** Of RabbitMQ's plugin rabbitmq_prometheus, with an object each (`return_per_object_metrics`). */
const rabbitmq = [
  'rabbitmq_connections',
  'rabbitmq_process_resident_memory_bytes',
  'rabbitmq_queue_consumers',
  'rabbitmq_queue_messages',
  'rabbitmq_queue_messages_unacked',
];

export function knownMetrics(recorded: string[]): Set<string> {
  const { registry } = createMetrics('any');
  addProcessMetrics(registry);
  createKubeMetrics(registry);
  createBackupMetrics(registry);
  const names = registry.getMetricsAsArray().map(({ name }) => name);
  return new Set([...names, ...declaredMetrics(), ...rabbitmq, ...recorded]);
}

/** What single services add, read from their code: a metric is made by a literal name. */
function declaredMetrics(): string[] {
  return globSync('services/*/src/**/*.ts', { cwd: repository }).flatMap((path) => {
    const code = readFileSync(`${repository}${path}`, 'utf8');
    const made = code.matchAll(/metrics\.(?:counter|gauge)\(\s*'(\w+)'/g);
    return [...made].map(([, name = '']) => name);
  });
}
