/** A pod of the shop's own image that runs one script, for looks into the cluster from inside. */
import { randomBytes } from 'node:crypto';
import { namespace, release } from './installation.ts';
import { command, kubectl } from './kubectl.ts';

export interface OneShot {
  /** Of Node's. */
  script: string;
  /** By which network policies know it. */
  labels?: Record<string, string>;
  /** Default: the shop's namespace. */
  where?: string;
  /** A claim whose volume it has under `/volume`. */
  claimName?: string;
}

/** Runs the script under the restricted profile, and answers what it printed. */
export async function runInPod({
  script,
  labels = {},
  where = namespace,
  claimName,
}: OneShot): Promise<string> {
  const there = (...args: string[]) => command('kubectl', ['--namespace', where, ...args]);
  const name = `probe-${randomBytes(4).toString('hex')}`;
  const image = await shopImage();
  const overrides = { spec: podSpec({ name, image, command: ['node', '-e', script] }, claimName) };
  const text = Object.entries({ ...labels, probe: 'e2e' }).map(([key, value]) => `${key}=${value}`);
  const isOver = '--for=jsonpath={.status.phase}=Succeeded';
  try {
    await there(
      ...['run', name, '--restart=Never', `--image=${image}`, `--labels=${text.join(',')}`],
      `--overrides=${JSON.stringify(overrides)}`,
    );
    await there('wait', `pod/${name}`, isOver, '--timeout=90s');
    return (await there('logs', name)).trim();
  } finally {
    await there('delete', 'pod', name, '--ignore-not-found', '--wait=false');
  }
}

function podSpec(container: { name: string; image: string; command: string[] }, claim?: string) {
  const securityContext = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    runAsUser: 1000,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const volumeMounts = claim === undefined ? [] : [{ name: 'volume', mountPath: '/volume' }];
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 0,
    containers: [{ ...container, securityContext, volumeMounts }],
    volumes:
      claim === undefined ? [] : [{ name: 'volume', persistentVolumeClaim: { claimName: claim } }],
  };
}

function shopImage(): Promise<string> {
  const path = 'jsonpath={.spec.template.spec.containers[0].image}';
  return kubectl('get', 'deployment', `${release}-auth`, '-o', path);
}
