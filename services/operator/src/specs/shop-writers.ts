/** Pure: the Deployments of a shop that write into its databases: how they are stopped, and started as they were. */
import { z } from 'zod';
import type { KubeObject } from '../kube/kube-object.ts';
import type { ProgramPart } from './program-parts.ts';

/** On a Deployment that was stopped: how many pods it had. It goes when they are back. */
export const replicasAnnotation = 'balcao.dev/replicas-before-restore';

const container = z.looseObject({
  env: z.array(z.looseObject({ name: z.string() })).default([]),
  volumeMounts: z.array(z.looseObject({ name: z.string() })).default([]),
});

const deployment = z.looseObject({
  spec: z.looseObject({
    replicas: z.int().min(0).default(1),
    selector: z.looseObject({ matchLabels: z.record(z.string(), z.string()).default({}) }),
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(container),
        volumes: z.array(z.looseObject({ name: z.string() })).default([]),
      }),
    }),
  }),
  status: z.looseObject({ readyReplicas: z.int().default(0) }).default({ readyReplicas: 0 }),
});

/** A Deployment whose pods are given a database. */
export interface Writer {
  object: KubeObject;
  replicas: number;
  ready: number;
  /** Null unless it was stopped for a restore. */
  before: number | null;
  matchLabels: Record<string, string>;
}

/** Those of the shop that have a database; the web UI has none, and goes on. */
export function writersOf(deployments: readonly KubeObject[]): Writer[] {
  return deployments.flatMap((object) => {
    const read = deployment.safeParse(object).data;
    const isWriter = read?.spec.template.spec.containers.some(({ env }) =>
      env.some(({ name }) => name === 'DATABASE_URL'),
    );
    if (read === undefined || isWriter !== true) return [];
    const noted = object.metadata.annotations?.[replicasAnnotation] ?? '';
    return {
      object,
      replicas: read.spec.replicas,
      ready: read.status.readyReplicas,
      before: /^\d+$/.test(noted) ? Number(noted) : null,
      matchLabels: read.spec.selector.matchLabels,
    };
  });
}

/**
 * Without pods, and with the number that it had: in one write, so that none is ever forgotten. What somebody has started
 * meanwhile keeps the number that was noted first. An autoscaler leaves a Deployment alone that has none.
 */
export function stopped({ object, replicas, before }: Writer): KubeObject {
  return scaled(object, 0, { [replicasAnnotation]: String(before ?? replicas) });
}

/** As it was before it was stopped. */
export function started({ object, before }: Writer & { before: number }): KubeObject {
  return scaled(object, before, {});
}

function scaled(object: KubeObject, replicas: number, noted: Record<string, string>): KubeObject {
  const { [replicasAnnotation]: _, ...others } = object.metadata.annotations ?? {};
  const { spec } = z.looseObject({ spec: z.looseObject({}) }).parse(object);
  return {
    ...object,
    // A list's items do not say what they are.
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: { ...object.metadata, annotations: { ...others, ...noted } },
    spec: { ...spec, replicas },
  };
}

const ended = z.object({ status: z.object({ phase: z.enum(['Succeeded', 'Failed']) }) });

/** The pods of these Deployments that may still write. */
export function livePods(writers: readonly Writer[], pods: readonly KubeObject[]): KubeObject[] {
  return pods.filter((pod) => {
    const labels = pod.metadata.labels ?? {};
    const isTheirs = writers.some(({ matchLabels }) =>
      Object.entries(matchLabels).every(([name, value]) => labels[name] === value),
    );
    return isTheirs && !ended.safeParse(pod).success;
  });
}

const brokerVariables = [
  'AMQP_USER',
  'AMQP_PASSWORD',
  'AMQP_URL',
  'REDIS_PASSWORD',
  'REDIS_URL',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * How the shop itself reaches RabbitMQ and Redis, for a Job that does so too: variables as they are written in a
 * Deployment, in their order, since one names others; passwords stay references. Null where no service has a broker.
 */
export function brokerPart(writers: readonly Writer[]): ProgramPart | null {
  for (const { object } of writers) {
    const { containers, volumes } = deployment.parse(object).spec.template.spec;
    const found = containers.find(({ env }) => env.some(({ name }) => name === 'AMQP_URL'));
    if (found === undefined) continue;
    const isTrust = ({ name }: { name: string }) => name === 'trust';
    return {
      env: found.env.filter(({ name }) => brokerVariables.includes(name)),
      volumes: volumes.filter(isTrust),
      volumeMounts: found.volumeMounts.filter(isTrust),
    };
  }
  return null;
}
