/** The command-line programs that engineers use, run against the current context. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { namespace, release } from './installation.ts';

const run = promisify(execFile);

const maxOutputBytes = 64 * 1024 * 1024;

/** Runs a program and answers what it wrote; rejects with its error text when it fails. */
export async function command(
  program: string,
  args: string[],
  timeoutMs = 180_000,
): Promise<string> {
  const { stdout } = await run(program, args, { maxBuffer: maxOutputBytes, timeout: timeoutMs });
  return stdout;
}

/** kubectl in the shop's namespace. */
export function kubectl(...args: string[]): Promise<string> {
  return command('kubectl', ['--namespace', namespace, ...args]);
}

/** Declares an object, of the shop's namespace where it names no other. */
export async function apply(object: object): Promise<void> {
  const applied = run('kubectl', ['--namespace', namespace, 'apply', '-f', '-']);
  applied.child.stdin?.end(JSON.stringify(object));
  await applied;
}

export interface Pod {
  metadata: {
    name: string;
    uid: string;
    /** There once it is going. */
    deletionTimestamp?: string;
    labels: Record<string, string>;
    ownerReferences?: { kind: string; name: string }[];
  };
  spec: {
    containers: {
      resources: { requests: { memory: string } };
      ports?: { containerPort: number }[];
    }[];
  };
  status: {
    phase: string;
    podIP?: string;
    conditions?: { type: string; status: string; lastTransitionTime: string }[];
    containerStatuses?: { restartCount: number }[];
  };
}

/** The pods that a label selector finds. */
export async function pods(selector: string): Promise<Pod[]> {
  return JSON.parse(await kubectl('get', 'pods', '-o', 'json', '-l', selector)).items;
}

/** Keeps this many pods of each service at least while something is done. */
export async function withFewest(
  names: readonly string[],
  count: number,
  work: () => Promise<void>,
): Promise<void> {
  const before: [name: string, count: number][] = [];
  try {
    for (const name of names) before.push([name, await setFewest(name, count)]);
    await everyServiceReady();
    await work();
  } finally {
    for (const [name, fewest] of before) await setFewest(name, fewest);
  }
}

/** Answers how many pods the service's autoscaler kept at least before. */
async function setFewest(name: string, minReplicas: number): Promise<number> {
  const { spec } = JSON.parse(await kubectl('get', 'hpa', `${release}-${name}`, '-o', 'json'));
  const patch = JSON.stringify({ spec: { minReplicas } });
  await kubectl('patch', 'hpa', `${release}-${name}`, '--type=merge', '-p', patch);
  return spec.minReplicas;
}

/** The names of the shop's services' Deployments. */
export async function deployments(): Promise<string[]> {
  const selector = `app.kubernetes.io/instance=${release},app.kubernetes.io/part-of=balcao`;
  const names = await kubectl('get', 'deployments', '-o', 'name', '-l', selector);
  return names.trim().split('\n');
}

/** Waits until the Deployment or StatefulSet has rolled out. */
export async function rolledOut(workload: string): Promise<void> {
  await kubectl('rollout', 'status', workload, '--timeout=150s');
}

/** A key of a Secret, in clear. */
export async function secretValue(name: string, key: string): Promise<string> {
  const { data } = JSON.parse(await kubectl('get', 'secret', name, '-o', 'json'));
  return Buffer.from(data[key], 'base64').toString();
}

/** Every Deployment has the pods that its autoscaler wants at least, all of them ready. */
export async function everyServiceReady(): Promise<void> {
  await eventually(async () => {
    for (const { metadata, spec } of await listed('hpa')) {
      const deployment = JSON.parse(
        await kubectl('get', 'deployment', metadata.name, '-o', 'json'),
      );
      const { readyReplicas = 0 } = deployment.status;
      if (readyReplicas < spec.minReplicas)
        throw new Error(`${metadata.name}: ${readyReplicas} ready`);
    }
  }, 180_000);
}

async function listed(
  kind: string,
): Promise<{ metadata: { name: string }; spec: { minReplicas: number } }[]> {
  return JSON.parse(await kubectl('get', kind, '-o', 'json')).items;
}
