/** The operator in a process of its own, as a pod runs it: under the service account that its chart makes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { guard } from '../../services/local/src/guard.ts';
import { processorSecondsOf } from './processor-seconds.ts';

export interface Account {
  /** Of the API server. */
  host: string;
  port: string;
  ca: string;
  token: string;
}

export interface OperatorProcess {
  name: string;
  pid: number;
  /** By it the audit log names its calls. */
  credential: string;
  /** Of probes and metrics. */
  url(): string;
  isLeading(): boolean;
  /** Resolves when it leads. */
  leads(timeoutMs?: number): Promise<void>;
  /** Resident memory in MiB, now and at its most. */
  memory(): { nowMib: number; peakMib: number };
  /** Of the processor that it has had so far, in seconds. */
  cpuSeconds(): number;
  kill(signal: NodeJS.Signals): void;
  /** Kills it, and resolves when it is gone. */
  killed(): Promise<void>;
  /** Asks it to end, and resolves with its exit code. */
  stop(): Promise<number | null>;
  log(): string;
}

export interface OperatorProcessOptions {
  name: string;
  account: Account;
  namespace: string;
  env?: Record<string, string>;
}

const program = fileURLToPath(new URL('../../services/operator/src/main.ts', import.meta.url));
/** As in the image, where the code is compiled once: what compiles TypeScript need not be loaded then. */
const compileCache = join(tmpdir(), 'balcao-operator-compile-cache');

/** Fills the cache of compiled code, as the image's build does. */
export async function compileOperator(): Promise<void> {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache };
  const child = spawn(process.execPath, [program, '--help'], { env, stdio: 'ignore' });
  await once(child, 'exit');
}

/** Resolves when it listens. */
export async function startOperatorProcess(
  options: OperatorProcessOptions,
): Promise<OperatorProcess> {
  const { name, account, namespace, env } = options;
  const folder = await mkdtemp(join(tmpdir(), 'balcao-operator-'));
  await writeFile(join(folder, 'token'), account.token);
  await writeFile(join(folder, 'ca.crt'), account.ca);
  const { KUBECONFIG: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [program], {
    env: {
      ...inherited,
      KUBERNETES_SERVICE_HOST: account.host,
      KUBERNETES_SERVICE_PORT: account.port,
      KUBE_ACCOUNT_DIR: folder,
      POD_NAME: name,
      POD_NAMESPACE: namespace,
      PORT: '0',
      LEASE_MS: '3000',
      // As the chart has it, whose limit is 192 MiB.
      NODE_OPTIONS: '--max-semi-space-size=2 --max-old-space-size=96',
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let isLeading = false;
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (line.includes('a term of leading has')) isLeading = line.includes('has begun');
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(() =>
    rm(folder, { recursive: true, force: true }),
  );
  const url = () =>
    /"url":"([^"]+)"/.exec(lines.find((line) => line.includes('listening')) ?? '')?.[1];
  const log = () => lines.join('\n');
  await eventually(() => {
    if (url() === undefined) throw new Error(`the operator does not listen:\n${log()}`);
  }, 30_000);
  const pid = child.pid ?? 0;
  const release = guard(pid, 'SIGKILL');
  void ended.then(release);
  return {
    name,
    pid,
    credential: credentialOf(account.token),
    url: () => url() ?? '',
    isLeading: () => isLeading,
    leads: (timeoutMs = 30_000) =>
      eventually(() => {
        if (!isLeading) throw new Error(`${name} does not lead:\n${lines.slice(-20).join('\n')}`);
      }, timeoutMs),
    memory() {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const mib = (field: string) =>
        Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
      return { nowMib: mib('VmRSS'), peakMib: mib('VmHWM') };
    },
    cpuSeconds: () => processorSecondsOf(pid),
    kill: (signal) => void child.kill(signal),
    async killed() {
      child.kill('SIGKILL');
      await ended;
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
    log,
  };
}

/** As the audit log names a token: by its id. */
function credentialOf(token: string): string {
  const claims: unknown = JSON.parse(
    Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
  );
  const id = typeof claims === 'object' && claims !== null && 'jti' in claims ? claims.jti : '';
  return `JTI=${String(id)}`;
}
