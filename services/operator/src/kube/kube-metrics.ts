/** The operator's own metrics: what its watches, queues, reconciles and calls do. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { createLiveGauge } from './live-gauge.ts';

export type KubeMetrics = ReturnType<typeof createKubeMetrics>;

const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createKubeMetrics(registry: Registry) {
  const registers = [registry];
  return {
    /** `code` is the HTTP status, or `none` where no whole answer came. */
    apiCalls: new Counter({
      name: 'kube_api_calls_total',
      help: 'Calls to the API server, by verb, kind of resource and HTTP status (none: no answer).',
      labelNames: ['verb', 'resource', 'code'],
      registers,
    }),
    apiDuration: new Histogram({
      name: 'kube_api_call_duration_seconds',
      help: 'How long calls to the API server took, in seconds; of a watch, until it was open.',
      labelNames: ['verb'],
      buckets: durations,
      registers,
    }),
    /** `reason`: closed, expired, refused, silent, broken, late, unreadable, error. */
    watchRestarts: new Counter({
      name: 'kube_watch_restarts_total',
      help: 'Watches that ended and were begun again, by why they ended.',
      labelNames: ['kind', 'reason'],
      registers,
    }),
    lists: new Counter({
      name: 'kube_lists_total',
      help: 'Whole lists that were read, of one page or several.',
      labelNames: ['kind'],
      registers,
    }),
    lastEventAge: createLiveGauge({
      name: 'kube_watch_last_event_age_seconds',
      help: 'Time since the API server last told anything of a kind: a list, an event or a bookmark.',
      labelNames: ['kind', 'namespace'],
      registers,
    }),
    objects: createLiveGauge({
      name: 'kube_objects',
      help: 'Objects that are known, by kind.',
      labelNames: ['kind', 'namespace'],
      registers,
    }),
    queueDepth: createLiveGauge({
      name: 'operator_queue_depth',
      help: 'Keys that wait for a worker now; those that wait for their time are not among them.',
      labelNames: ['controller'],
      registers,
    }),
    queueAge: createLiveGauge({
      name: 'operator_queue_oldest_age_seconds',
      help: 'How long the first of the queue has waited for a worker, in seconds.',
      labelNames: ['controller'],
      registers,
    }),
    queueRetries: new Counter({
      name: 'operator_queue_retries_total',
      help: 'Keys that failed and were put back to be tried again.',
      labelNames: ['controller'],
      registers,
    }),
    /** `result`: done, requeued, terminal, failed. */
    reconciles: new Counter({
      name: 'operator_reconciles_total',
      help: 'Reconciles that ended, by result: done, requeued, terminal or failed.',
      labelNames: ['kind', 'result'],
      registers,
    }),
    reconcileDuration: new Histogram({
      name: 'operator_reconcile_duration_seconds',
      help: 'How long reconciles took, in seconds.',
      labelNames: ['kind', 'result'],
      buckets: durations,
      registers,
    }),
    /** `outcome`: written, unchanged, postponed. */
    statusWrites: new Counter({
      name: 'operator_status_writes_total',
      help: 'Statuses that were to be written, by outcome: written, unchanged or postponed.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    isLeader: new Gauge({
      name: 'operator_is_leader',
      help: '1 in the replica that leads, else 0.',
      registers,
    }),
    leaderChanges: new Counter({
      name: 'operator_leader_changes_total',
      help: 'How often this replica has begun or ceased to lead.',
      labelNames: ['change'],
      registers,
    }),
  };
}
