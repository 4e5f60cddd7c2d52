/** One kind of resource that the operator looks after: what it watches for it, and what reconciles it. */
import type { Logger } from '@balcao/kit/log.ts';
import type { BackupMetrics } from './backup-metrics.ts';
import type { Clock } from './kube/clock.ts';
import type { Cluster } from './kube/cluster.ts';
import type { Controller } from './kube/controller.ts';
import type { EventRecorder } from './kube/event-recorder.ts';
import type { Fence } from './kube/fence.ts';
import type { KubeMetrics } from './kube/kube-metrics.ts';
import type { ResourceType } from './kube/resource-type.ts';
import type { ReadStore } from './kube/store.ts';
import type { JobSettings } from './specs/backup-job.ts';

/** What a controller works with during one term of leading. */
export interface KindRuntime {
  /** Writes only while this replica leads. */
  cluster: Cluster;
  fence: Fence;
  /** The cache of a kind that is watched. */
  storeOf(type: ResourceType): ReadStore;
  events: EventRecorder;
  log: Logger;
  metrics: KubeMetrics;
  resyncMs: number;
  /** How Jobs of the backup program are made. */
  jobSettings: JobSettings;
  backupMetrics: BackupMetrics;
  /** Default: the machine's. */
  clock?: Clock;
}

export interface Kind {
  type: ResourceType;
  /** Kinds of objects that concern it, such as Jobs; every replica keeps a cache of them. */
  alsoWatched?: ResourceType[];
  createController(runtime: KindRuntime): Controller;
}
