/** Prometheus metrics of one service: a registry of its own, since several services may share a process. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** The metrics that every service has; names and labels are the contract of product.md, "Observability". */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const registers = [registry];
  return {
    registry,
    httpRequests: new Counter({
      name: 'http_requests_total',
      help: 'HTTP requests answered.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    httpDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to the end of its answer, in seconds.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    published: new Counter({
      name: 'rabbitmq_messages_published_total',
      help: 'Events handed to the bus and confirmed.',
      labelNames: ['event'],
      registers,
    }),
    publishErrors: new Counter({
      name: 'rabbitmq_messages_publish_errors_total',
      help: 'Events that the bus did not confirm; they are tried again.',
      labelNames: ['event'],
      registers,
    }),
    consumed: new Counter({
      name: 'rabbitmq_messages_consumed_total',
      help: 'Messages consumed, by outcome: handled, repeated, deferred, parked.',
      labelNames: ['queue', 'outcome'],
      registers,
    }),
    outboxPending: new Gauge({
      name: 'outbox_pending_messages',
      help: 'Events stored and not yet published.',
      registers,
    }),
    outboxAge: new Gauge({
      name: 'outbox_oldest_message_age_seconds',
      help: 'Age of the oldest event not yet published, in seconds.',
      registers,
    }),
    deferred: new Gauge({
      name: 'deferred_messages',
      help: 'Messages that wait for another attempt or are parked.',
      labelNames: ['state'],
      registers,
    }),
    counter: (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name, help, labelNames, registers }),
    gauge: (name: string, help: string, labelNames: string[] = []) =>
      new Gauge({ name, help, labelNames, registers }),
  };
}

/** Adds Node's own metrics; once per process is enough, they are the same for every service in it. */
export function addProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}
