/** A cluster with the controllers of Backups and schedules, whose Jobs end when a test says so, and whose operator dies. */
import { createLogger } from '@balcao/kit/log.ts';
import { Registry } from 'prom-client';
import { backupKinds } from '../src/backup-kinds.ts';
import { type BackupMetrics, createBackupMetrics } from '../src/backup-metrics.ts';
import { jobs, resourceTypeOf } from '../src/core-types.ts';
import type { Cluster } from '../src/kube/cluster.ts';
import type { Controller } from '../src/kube/controller.ts';
import { createKubeMetrics } from '../src/kube/kube-metrics.ts';
import type { KubeObject } from '../src/kube/kube-object.ts';
import { pathOf } from '../src/kube/resource-type.ts';
import { createStore } from '../src/kube/store.ts';
import { backup } from '../src/resources/backup.ts';
import { backupSchedule } from '../src/resources/backup-schedule.ts';
import { verbLabel } from '../src/specs/backup-job.ts';
import { createFakeClock, settle } from './fake-clock.ts';
import { createFakeObjects } from './fake-objects.ts';
import { objectsCluster } from './objects-cluster.ts';

export const backupsPath = pathOf(resourceTypeOf(backup));
const schedulesPath = pathOf(resourceTypeOf(backupSchedule));
const jobsPath = pathOf(jobs);
const podsPath = '/api/v1/pods';
const namespace = 'shop';

export const plan = {
  database: { host: 'balcao-postgres', secretRef: { name: 'balcao-postgres' } },
  storage: { persistentVolumeClaim: { claimName: 'backups' } },
};

const settings = {
  image: 'balcao/backup:1',
  scratchImage: 'postgres:17-trixie',
  pullPolicy: 'IfNotPresent',
  pullSecrets: [],
};

export type Words = Record<string, unknown> & { ok: boolean };

export type BackupHarness = ReturnType<typeof createBackupHarness>;

export function createBackupHarness(startAt = '2026-11-26T12:00:00Z') {
  const clock = createFakeClock(Date.parse(startAt));
  const objects = createFakeObjects(clock.date);
  const log = createLogger({ level: 'silent' });
  const registry = new Registry();
  const backupMetrics: BackupMetrics = createBackupMetrics(registry);
  const told: string[] = [];
  let dead: (() => void)[] = [];
  // As the garbage collector does.
  objects.onHappening(({ type, collection, object }) => {
    const { name } = object.metadata;
    if (type !== 'DELETED' || collection !== jobsPath) return;
    if (objects.all({ collection: podsPath }).some((pod) => pod.metadata.name === name))
      objects.delete({ collection: podsPath, namespace, name });
  });

  /** Its caches are those of a process that has just begun. @param writes after so many it is dead */
  function begin(writes = Number.POSITIVE_INFINITY): Controller[] {
    const paths = [backupsPath, schedulesPath, jobsPath];
    const stores = new Map(paths.map((path) => [path, createStore({ log })]));
    for (const [collection, store] of stores) store.replace(objects.all({ collection }), undefined);
    const end = objects.onHappening(({ type, collection, object }) => {
      const store = stores.get(collection);
      if (type === 'DELETED') store?.remove(object);
      else store?.put(object);
    });
    const signal = new AbortController().signal;
    const controllers = backupKinds.map((kind) =>
      kind.createController({
        cluster: mortal(objectsCluster(objects), writes),
        fence: { term: 1, isHeld: () => true, ending: signal, signal },
        storeOf: (type) => stores.get(pathOf(type)) ?? createStore({ log }),
        events: {
          record: async ({ metadata }, { type, reason }) =>
            void told.push(`${metadata.name} ${type} ${reason}`),
        },
        ...{ log, clock, backupMetrics, jobSettings: settings, resyncMs: 600_000 },
        metrics: createKubeMetrics(new Registry()),
      }),
    );
    for (const controller of controllers) controller.start();
    dead.push(end, ...controllers.map((controller) => () => void controller.stop(0)));
    return controllers;
  }

  const jobsNow = () => objects.all({ collection: jobsPath, namespace });

  return {
    clock,
    objects,
    registry,
    /** Events, as `name type reason`. */
    told,
    begin,
    /** As `kill -9`: nothing more is done, nothing is remembered. */
    async kill() {
      for (const end of dead) end();
      dead = [];
      await settle();
    },
    declare(kind: 'Backup' | 'BackupSchedule', name: string, spec: object) {
      const collection = kind === 'Backup' ? backupsPath : schedulesPath;
      const apiVersion = 'balcao.dev/v1alpha1';
      const metadata = { namespace, name };
      return objects.create({ collection, namespace }, { apiVersion, kind, metadata, spec });
    },
    /** Changes an object as a person does. */
    edit(name: string, change: (object: KubeObject) => KubeObject, collection = backupsPath) {
      const target = { collection, namespace, name };
      return objects.update(target, change(structuredClone(objects.get(target))));
    },
    remove: (name: string) => objects.delete({ collection: backupsPath, namespace, name }),
    backup: (name: string) => objects.get({ collection: backupsPath, namespace, name }),
    backups: () =>
      objects.all({ collection: backupsPath, namespace }).map(({ metadata }) => metadata.name),
    schedule: (name: string) => objects.get({ collection: schedulesPath, namespace, name }),
    jobs: (verb?: string) =>
      jobsNow().filter(
        ({ metadata }) => verb === undefined || metadata.labels?.[verbLabel] === verb,
      ),
    /** How often a Job of this verb was made, ever. */
    made: (verb: string) =>
      objects.history.filter(
        ({ type, collection, object }) =>
          type === 'ADDED' &&
          collection === jobsPath &&
          object.metadata.labels?.[verbLabel] === verb,
      ).length,
    /** Every open Job of this verb ends, and its pod says this. */
    async end(verb: string, words: Words | string) {
      for (const job of jobsNow())
        if (job.metadata.labels?.[verbLabel] === verb && job.status === undefined)
          endJob(job, words);
      await clock.advance(11_000);
    },
    /** So long that everything which is to be done is done, and every status written. */
    rest: () => clock.advance(25_000),
  };

  function endJob(job: KubeObject, words: Words | string): void {
    const { name } = job.metadata;
    const isOk = typeof words !== 'string' && words.ok;
    const message = typeof words === 'string' ? words : JSON.stringify(words);
    const at = clock
      .date()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    const terminated = { exitCode: isOk ? 0 : 1, message, finishedAt: at };
    const labels = { 'batch.kubernetes.io/job-name': name };
    const target = { collection: podsPath, namespace, name };
    const containerStatuses = [{ name: 'program', state: { terminated } }];
    objects.create(target, { metadata: { namespace, name, labels } });
    const pod = objects.get(target);
    objects.update({ ...target, isStatus: true }, { ...pod, status: { containerStatuses } });
    const type = isOk ? 'Complete' : 'Failed';
    const conditions = [{ type, status: 'True', lastTransitionTime: at }];
    const place = { collection: jobsPath, namespace, name, isStatus: true };
    objects.update(place, { ...job, status: { conditions } });
  }
}

/** What it is asked to write after its last breath is not done, and it never hears of it. */
function mortal(cluster: Cluster, writes: number): Cluster {
  let left = writes;
  const write = <T>(call: () => Promise<T>): Promise<T> => {
    left -= 1;
    return left < 0 ? new Promise(() => undefined) : call();
  };
  return {
    ...cluster,
    create: (...args) => write(() => cluster.create(...args)),
    update: (...args) => write(() => cluster.update(...args)),
    apply: (...args) => write(() => cluster.apply(...args)),
    applyStatus: (...args) => write(() => cluster.applyStatus(...args)),
    delete: (...args) => write(() => cluster.delete(...args)),
  };
}

export const conditionOf = ({ status }: KubeObject, type: string): string => {
  const { conditions = [] } = Object(status);
  const found = conditions.find((one: { type: string }) => one.type === type);
  return found === undefined ? 'none' : `${found.status} ${found.reason}`;
};

export const dumped: Words = {
  ok: true,
  databases: 8,
  rows: 7,
  storedBytes: 3_145_728,
  seconds: 4.2,
};
export const proven: Words = { ok: true, rows: 7, seconds: 2 };
