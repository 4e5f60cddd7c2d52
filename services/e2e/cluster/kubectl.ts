/** The command-line programs that engineers use, run against the current context. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the shop is: `BALCAO_NAMESPACE`, `BALCAO_RELEASE` and `BALCAO_URL` say otherwise. */
export const namespace = process.env.BALCAO_NAMESPACE ?? 'shop';
export const release = process.env.BALCAO_RELEASE ?? 'shop';
export const shopUrl = process.env.BALCAO_URL ?? 'http://localhost';

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

export interface Pod {
  metadata: { name: string; uid: string; creationTimestamp: string };
  spec: { nodeName: string };
  status: {
    phase: string;
    conditions?: { type: string; status: string; lastTransitionTime: string }[];
    containerStatuses?: { restartCount: number }[];
  };
}

/** The pods that a label selector finds. */
export async function pods(selector: string): Promise<Pod[]> {
  return JSON.parse(await kubectl('get', 'pods', '-o', 'json', '-l', selector)).items;
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
