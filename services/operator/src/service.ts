/** Operator: brings the shop's services to what the custom resources of `balcao.dev` say. */
import { randomBytes } from 'node:crypto';
import { listen, type RunningServer } from '@balcao/kit/http/server.ts';
import { createLifecycle } from '@balcao/kit/lifecycle.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { addProcessMetrics } from '@balcao/kit/metrics.ts';
import { Registry } from 'prom-client';
import { createBackupMetrics } from './backup-metrics.ts';
import type { OperatorConfig } from './config.ts';
import type { Kind } from './kind.ts';
import { connectCluster } from './kube/connect-cluster.ts';
import type { Credentials } from './kube/connection.ts';
import { createElector } from './kube/elector.ts';
import { createKubeMetrics } from './kube/kube-metrics.ts';
import { leadTerm } from './lead-term.ts';
import { createProbes } from './probes.ts';
import { createWatches } from './watches.ts';

export interface Deps {
  credentials: Credentials;
  kinds: Kind[];
  log: Logger;
}

export interface RunningOperator {
  /** Of probes and metrics. */
  url: string;
  isLeading(): boolean;
  /** What is being reconciled ends, the lease is given back, watches are closed. */
  stop(): Promise<void>;
}

/** Resolves when it listens, watches and campaigns; the API server may come later. */
export async function start(config: OperatorConfig, deps: Deps): Promise<RunningOperator> {
  const log = deps.log.child({ service: 'operator' });
  const { kinds, credentials } = deps;
  const registry = new Registry();
  registry.setDefaultLabels({ service: 'operator' });
  addProcessMetrics(registry);
  const metrics = createKubeMetrics(registry);
  const backupMetrics = createBackupMetrics(registry);
  const cluster = connectCluster({ credentials, metrics, timeoutMs: config.timeoutMs });
  const identity = `${config.podName}_${randomBytes(4).toString('hex')}`;
  const types = kinds.flatMap(({ type, alsoWatched = [] }) => [type, ...alsoWatched]);
  const namespaces = config.watchNamespaces;
  const watches = createWatches({ cluster, types, namespaces, log, metrics });
  const elector = createElector({
    cluster,
    namespace: config.namespace,
    name: config.leaseName,
    identity,
    leaseMs: config.leaseMs,
    renewDeadlineMs: (config.leaseMs * 2) / 3,
    retryMs: config.leaseMs / 7.5,
    log,
    metrics,
    lead: (fence) =>
      leadTerm(fence, { kinds, cluster, watches, config, log, metrics, backupMetrics, identity }),
  });
  let isStopping = false;
  const probes = createProbes({
    registry,
    stuck: () => [
      ...watches.stale(config.staleMs),
      ...(elector.lastSignAgeMs() > config.staleMs ? ['Lease'] : []),
    ],
    missing: watches.unsynced,
    isStopping: () => isStopping,
  });
  const lifecycle = createLifecycle(log);
  let server: RunningServer | undefined;
  // Stopped in the reverse of this order: who scrapes sees the end, and the lease goes before the watches.
  await lifecycle.start({
    name: 'port',
    async start() {
      server = await listen(probes, { port: config.port, drainMs: 1_000 });
      log.info({ url: server.url, identity }, 'listening');
    },
    stop: () => server?.stop(),
  });
  await lifecycle.start({ name: 'connections', stop: cluster.close });
  await lifecycle.start({ name: 'watches', start: watches.start, stop: watches.stop });
  await lifecycle.start({ name: 'elector', start: elector.start, stop: elector.stop });
  return {
    url: server?.url ?? '',
    isLeading: elector.isLeading,
    stop() {
      isStopping = true;
      return lifecycle.stop();
    },
  };
}
