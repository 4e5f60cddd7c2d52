/** A port of this machine that leads to one in the cluster, for as long as it is needed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ForwardTarget {
  namespace: string;
  /** Such as `service/prometheus`. */
  name: string;
  port: number;
}

/** Gives the address to `work`; the port is closed when it ends. */
export async function withForwardedPort<T>(
  { namespace, name, port }: ForwardTarget,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const args = [
    '--namespace',
    namespace,
    'port-forward',
    name,
    `:${port}`,
    '--address',
    '127.0.0.1',
  ];
  const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    const lines = createInterface({ input: child.stdout });
    const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(30_000) });
    const local = /127\.0\.0\.1:(\d+)/.exec(String(line))?.[1];
    return await work(`http://127.0.0.1:${local}`);
  } finally {
    child.kill();
    await ended;
  }
}
