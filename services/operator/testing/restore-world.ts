/** A namespace with a shop, and what the rest of a cluster does in it: pods come and go, Jobs run and end. */
import { z } from 'zod';
import type { KubeObject } from '../src/kube/kube-object.ts';
import { replicasAnnotation } from '../src/specs/shop-writers.ts';
import type { FakeApiServer } from './fake-api-server.ts';

export const backupId = '20261126T030000Z-1a2b3c';
const namespace = 'shop';
const deployments = '/apis/apps/v1/deployments';
const pods = '/api/v1/pods';
const jobs = '/apis/batch/v1/jobs';
const sizes: Record<string, number> = { sales: 3, finance: 1, notifier: 0 };

/** Who has written `spec.replicas`: a chart, before any Restore. */
const chart = { manager: 'helm', operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } };
const operator = { ...chart, manager: 'balcao-operator', operation: 'Update' };

const scale = z.looseObject({ spec: z.looseObject({ replicas: z.int() }) });
const secret = (name: string) => ({ valueFrom: { secretKeyRef: { name, key: 'password' } } });

export interface RestoreWorld {
  /** Verbs of the program in the order in which they were begun. */
  begun: string[];
  /** What a Job of the verb ends with; it ends well where nothing is said. */
  endings: Map<string, { exitCode: number; words: object }>;
  /** Deployments whose number of replicas the operator still owns. */
  owned(): string[];
  /** Wrongs: a Job that began while services ran. */
  wrongs: string[];
  /** Does what the cluster does next. */
  settle(): void;
  replicas(): Record<string, number>;
  notes(): (string | undefined)[];
  jobs(): KubeObject[];
}

export function createRestoreWorld({ objects }: FakeApiServer, hasBroker = true): RestoreWorld {
  const begun: string[] = [];
  const wrongs: string[] = [];
  const endings: RestoreWorld['endings'] = new Map();
  const seen = new Set<string>();
  const sizesBefore = new Map<string, number>(Object.entries({ ...sizes, web: 2 }));
  for (const [name, replicas] of sizesBefore) {
    objects.create({ collection: deployments, namespace }, deploymentOf(name, replicas, hasBroker));
    addPods(name, replicas);
  }

  const all = (collection: string) => objects.all({ collection, namespace });
  const podsOf = (name: string) =>
    all(pods).filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === name);

  function addPods(name: string, count: number): void {
    for (let n = 0; n < count; n += 1)
      objects.create(
        { collection: pods, namespace },
        {
          metadata: { name: `${name}-${crypto.randomUUID()}`, labels: labelsOf(name) },
          status: { phase: 'Running' },
        },
      );
  }

  /** As the API server notes it: whoever changes a field owns it from then on. */
  function noteOwners(): void {
    for (const object of all(deployments)) {
      const { name } = object.metadata;
      const { replicas } = scale.parse(object).spec;
      const before = sizesBefore.get(name) ?? replicas;
      sizesBefore.set(name, replicas);
      if (before === replicas) continue;
      const metadata = { ...object.metadata, managedFields: [operator] };
      objects.update({ collection: deployments, namespace, name }, { ...object, metadata });
    }
  }

  /** One pod of each at a time, so that a shop is half stopped for a while. */
  function runDeployments(): void {
    for (const object of all(deployments)) {
      const { name } = object.metadata;
      const { replicas } = scale.parse(object).spec;
      const running = podsOf(name);
      const [first] = running;
      if (running.length > replicas && first !== undefined)
        objects.delete({ collection: pods, namespace, name: first.metadata.name });
      else addPods(name, Math.min(1, replicas - running.length));
      const readyReplicas = podsOf(name).length;
      objects.update(
        { collection: deployments, namespace, name, isStatus: true },
        { ...object, metadata: { name, namespace }, status: { readyReplicas } },
      );
    }
  }

  function runJobs(): void {
    for (const job of all(jobs)) {
      const { name, labels, uid = '' } = job.metadata;
      const verb = labels?.['balcao.dev/job'] ?? '';
      const isNew = !seen.has(uid);
      seen.add(uid);
      if (isNew) {
        begun.push(verb);
        const open = Object.keys(sizes).filter((service) => podsOf(service).length > 0);
        if (verb !== 'check' && open.length > 0) wrongs.push(`${verb} while ${open} ran`);
        continue;
      }
      if (job.status === undefined) end(job, name, verb);
    }
  }

  function end(job: KubeObject, name: string, verb: string): void {
    const { exitCode, words } = endings.get(verb) ?? { exitCode: 0, words: {} };
    const message = JSON.stringify({ verb, ok: exitCode === 0, backup: backupId, ...words });
    const terminated = { exitCode, message, finishedAt: '2026-11-26T12:00:00Z' };
    objects.create(
      { collection: pods, namespace },
      { metadata: { name: `${name}-a`, labels: { 'batch.kubernetes.io/job-name': name } } },
    );
    objects.update(
      { collection: pods, namespace, name: `${name}-a`, isStatus: true },
      {
        metadata: { name: `${name}-a`, namespace },
        status: { phase: 'Succeeded', containerStatuses: [{ name: verb, state: { terminated } }] },
      },
    );
    const type = exitCode === 0 ? 'Complete' : 'Failed';
    const conditions = [{ type, status: 'True', lastTransitionTime: '2026-11-26T12:00:00Z' }];
    objects.update(
      { collection: jobs, namespace, name, isStatus: true },
      { ...job, status: { conditions } },
    );
  }

  return {
    begun,
    endings,
    wrongs,
    settle() {
      noteOwners();
      runDeployments();
      runJobs();
    },
    owned: () =>
      all(deployments)
        .filter(({ metadata }) => JSON.stringify(metadata.managedFields).includes(operator.manager))
        .map(({ metadata }) => metadata.name),
    replicas: () =>
      Object.fromEntries(
        all(deployments).map((object) => [object.metadata.name, scale.parse(object).spec.replicas]),
      ),
    notes: () => all(deployments).map((one) => one.metadata.annotations?.[replicasAnnotation]),
    jobs: () => all(jobs),
  };
}

const labelsOf = (name: string) => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'balcao',
});

function deploymentOf(name: string, replicas: number, hasBroker: boolean): KubeObject {
  const broker = [
    { name: 'AMQP_PASSWORD', ...secret('balcao-rabbitmq') },
    { name: 'AMQP_URL', value: 'amqp://balcao:$(AMQP_PASSWORD)@balcao-rabbitmq:5672' },
    { name: 'REDIS_URL', value: 'redis://balcao-valkey:6379' },
  ];
  const database = { name: 'DATABASE_URL', value: `postgres://balcao-postgres/${name}` };
  const env = name === 'web' ? [] : [database, ...(hasBroker ? broker : [])];
  return {
    metadata: {
      namespace,
      name,
      labels: labelsOf(name),
      annotations: { kept: 'yes' },
      managedFields: [chart],
    },
    spec: {
      replicas,
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: { spec: { containers: [{ name, env }] } },
    },
  };
}
