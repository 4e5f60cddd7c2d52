/** One term of leading: controllers for every kind, from its beginning until nothing of them runs on. */
import type { Logger } from '@balcao/kit/log.ts';
import type { BackupMetrics } from './backup-metrics.ts';
import { jobSettingsOf, type OperatorConfig } from './config.ts';
import type { Kind } from './kind.ts';
import type { Cluster } from './kube/cluster.ts';
import { createEventRecorder } from './kube/event-recorder.ts';
import type { Fence } from './kube/fence.ts';
import { fencedCluster } from './kube/fenced-cluster.ts';
import type { KubeMetrics } from './kube/kube-metrics.ts';
import type { Watches } from './watches.ts';

export interface TermOptions {
  kinds: Kind[];
  cluster: Cluster;
  watches: Watches;
  config: OperatorConfig;
  log: Logger;
  metrics: KubeMetrics;
  backupMetrics: BackupMetrics;
  identity: string;
}

/** What was begun may be finished while the lease is still held; a lease that was lost leaves no time for that. */
const graceMs = 8_000;

/** Resolves when the term is over and nothing is being reconciled. */
export async function leadTerm(fence: Fence, options: TermOptions): Promise<void> {
  const { kinds, watches, config, log, metrics, backupMetrics, identity } = options;
  const cluster = fencedCluster(options.cluster, fence);
  const controllers = kinds.map((kind) =>
    kind.createController({
      cluster,
      fence,
      storeOf: watches.storeOf,
      events: createEventRecorder({
        cluster,
        controller: `balcao.dev/${kind.type.kind.toLowerCase()}`,
        instance: identity,
        log,
      }),
      log,
      metrics,
      resyncMs: config.resyncMs,
      jobSettings: jobSettingsOf(config),
      backupMetrics,
    }),
  );
  for (const controller of controllers) controller.start();
  await aborted(fence.ending);
  const leftMs = fence.signal.aborted ? 0 : graceMs;
  await Promise.all(controllers.map((controller) => controller.stop(leftMs)));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}
