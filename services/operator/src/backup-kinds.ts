/** Backups and their schedules as kinds of the operator. */
import { jobs, resourceTypeOf } from './core-types.ts';
import type { Kind, KindRuntime } from './kind.ts';
import { systemClock } from './kube/clock.ts';
import { type Controller, createController, type Source } from './kube/controller.ts';
import type { KubeObject } from './kube/kube-object.ts';
import { createStatusWriter } from './kube/status-writer.ts';
import { createBackupReconciler } from './reconcilers/backup.ts';
import { createBackupScheduleReconciler } from './reconcilers/backup-schedule.ts';
import { createProgramJobs } from './reconcilers/program-jobs.ts';
import type { Reconciler } from './reconcilers/reconcile-managed.ts';
import { backup } from './resources/backup.ts';
import { backupSchedule } from './resources/backup-schedule.ts';
import type { ResourceDefinition } from './resources/resource.ts';
import { backupFigures } from './specs/backup-figures.ts';
import { ownerKindLabel, ownerLabel } from './specs/backup-job.ts';
import { scheduleLabel } from './specs/backup-view.ts';

const backupType = resourceTypeOf(backup);
const scheduleType = resourceTypeOf(backupSchedule);
const backoff = { baseMs: 500, maxMs: 30_000 };

export const backupKinds: readonly Kind[] = [
  { type: backupType, alsoWatched: [jobs], createController: openBackups },
  { type: scheduleType, alsoWatched: [jobs, backupType], createController: openSchedules },
];

function openBackups(runtime: KindRuntime): Controller {
  const { cluster, events: recorder, clock = systemClock } = runtime;
  const reconciler = createBackupReconciler({ cluster, recorder, clock, jobs: jobsOf(runtime) });
  return open(runtime, { resource: backup, reconciler, also: [jobSource(runtime, backup.kind)] });
}

function openSchedules(runtime: KindRuntime): Controller {
  const { cluster, events: recorder, storeOf, backupMetrics, clock = systemClock } = runtime;
  const backups = storeOf(backupType);
  const reconciler = createBackupScheduleReconciler({
    ...{ cluster, recorder, clock, backups },
    jobs: jobsOf(runtime),
  });
  const also = [
    jobSource(runtime, backupSchedule.kind),
    { store: backups, keysOf: (object: KubeObject) => keysOf(object, scheduleLabel) },
  ];
  const controller = open(runtime, { resource: backupSchedule, reconciler, also });
  const schedules = storeOf(scheduleType);
  let end = () => {};
  return {
    ...controller,
    start() {
      controller.start();
      end = backupMetrics.show(() => backupFigures(backups.list(), schedules.list(), clock.date()));
    },
    async stop(graceMs) {
      end();
      await controller.stop(graceMs);
    },
  };
}

const jobsOf = ({ cluster, storeOf, jobSettings: settings }: KindRuntime) =>
  createProgramJobs({ cluster, store: storeOf(jobs), settings });

/** Jobs that are made for objects of a kind. */
function jobSource({ storeOf }: KindRuntime, kind: string): Source {
  return {
    store: storeOf(jobs),
    keysOf: (job) =>
      job.metadata.labels?.[ownerKindLabel] === kind ? keysOf(job, ownerLabel) : [],
  };
}

function keysOf({ metadata: { namespace, labels } }: KubeObject, label: string): string[] {
  const name = labels?.[label];
  return name === undefined ? [] : [`${namespace}/${name}`];
}

interface Opened {
  resource: ResourceDefinition;
  reconciler: Reconciler;
  also: Source[];
}

function open(runtime: KindRuntime, { resource, reconciler, also }: Opened): Controller {
  const { cluster, log, metrics, resyncMs, storeOf, clock = systemClock } = runtime;
  const { kind, singular } = resource;
  const type = resourceTypeOf(resource);
  const fieldManager = `balcao-operator-${singular}`;
  const statusWriter = createStatusWriter({ cluster, type, fieldManager, clock });
  return createController({
    ...{ kind, store: storeOf(type), statusWriter, also, log, metrics, resyncMs, backoff, clock },
    ...reconciler,
  });
}
