/** What a container of the rendered chart is given. */
import { type Container, type Manifest, workloads } from './manifest.ts';

/** The container of a workload; a name that ends in "-" is the beginning of a Job's, which ends in a digest. */
export function containerOf(manifests: readonly Manifest[], name: string): Container {
  const [container] = workloadOf(manifests, name).pod.containers;
  if (container === undefined) throw new Error(`${name} has no container`);
  return container;
}

function workloadOf(manifests: readonly Manifest[], start: string) {
  const isExact = !start.endsWith('-');
  const found = workloads(manifests).find(({ name }) =>
    isExact ? name === start : name.startsWith(start),
  );
  if (found === undefined) throw new Error(`there is no workload ${start}`);
  return found;
}

export function secretsOf(manifests: readonly Manifest[], name: string): string[] {
  const volumes = JSON.stringify(workloadOf(manifests, name).pod.volumes ?? []);
  return [...volumes.matchAll(/"secretName":"([^"]+)"/g)].map(([, secret = '']) => secret);
}

export function variable({ env = [] }: Container, name: string): string {
  return env.find((one) => one.name === name)?.value ?? '';
}

export function reference({ env = [] }: Container, name: string) {
  return env.find((one) => one.name === name)?.valueFrom?.secretKeyRef;
}
