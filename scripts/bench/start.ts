/** `bench start`: how fast the shop opens, and what it holds in memory once it has sold. */
import { readdirSync, readFileSync } from 'node:fs';
import { runFlow } from '@balcao/e2e/flow.ts';
import { printRow } from '../harness/load.ts';
import { makeDataDir, removeDataDir, startShopProcess } from '../harness/shop-process.ts';

export async function benchStart(): Promise<void> {
  const dataDir = await makeDataDir();
  const env = { DATABASE_URL: '', AMQP_URL: '', REDIS_URL: '' };
  process.stdout.write('Opening the shop, embedded\n\n');
  const first = await startShopProcess({ dataDir, env });
  printRow('first start, on an empty folder', { open: seconds(first.startedInMs) });
  await runFlow({ url: first.url, print: () => undefined });
  printRow('memory after the flow, all processes', {
    held: `${treeMebibytes(first.pid).toFixed(0)} MiB`,
  });
  await first.stop();
  for (let n = 0; n < 3; n += 1) {
    const again = await startShopProcess({ dataDir, env });
    printRow('start on existing data', { open: seconds(again.startedInMs) });
    await again.stop();
  }
  await removeDataDir(dataDir);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** Proportional set size of a process and all its descendants: shared pages count once (proc(5), smaps_rollup). */
function treeMebibytes(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = /^PPid:\s+(\d+)/m.exec(read(`/proc/${name}/status`))?.[1];
    parents.set(Number(name), Number(parent));
  }
  const isInTree = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isInTree(parents.get(pid) ?? 0));
  const kibibytes = [...parents.keys()]
    .filter(isInTree)
    .map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return kibibytes.reduce((sum, value) => sum + value, 0) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
