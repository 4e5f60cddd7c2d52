/** Keeps two processes off one data folder, and ends the server that a killed process left on it. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Takes the folder for this process until the returned function is called. A lock whose process is
 * gone is taken over; pids are used again (in a container soon), so the start time counts too. One that
 * is just stopping gets `waitMs` to leave.
 */
export async function lockFolder(dataDir: string, waitMs: number): Promise<() => Promise<void>> {
  const path = `${dataDir}.lock`;
  const mine = `${process.pid} ${startTime(process.pid)}\n`;
  const giveUpAt = Date.now() + waitMs;
  for (;;) {
    try {
      await writeFile(path, mine, { flag: 'wx' });
      break;
    } catch (cause) {
      if (!existsSync(path)) continue;
      const pid = await holder(path);
      if (pid === undefined) await rm(path, { force: true });
      else if (pid !== process.pid && Date.now() < giveUpAt) await delay(50);
      else throw new Error(`${dataDir} is in use by process ${pid}`, { cause });
    }
  }
  return async () => {
    if ((await readFile(path, 'utf8').catch(() => '')) === mine) await rm(path, { force: true });
  };
}

async function holder(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [pid, ...rest] = text.trim().split(' ');
  return rest.length > 0 && startTime(Number(pid)) === rest.join(' ') ? Number(pid) : undefined;
}

/** Ends a server that still runs on the folder: in order first, then less kindly. */
export async function endLeftover(dataDir: string, log: (line: string) => void): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!isServerOf(pid, dataDir)) {
    log(`removing ${file}: no PostgreSQL runs as process ${pid}`);
    await rm(file, { force: true });
    return;
  }
  log(`stopping PostgreSQL ${pid}, which an earlier process left on ${dataDir}`);
  for (const { signal, waitMs } of steps) {
    signalIfThere(pid, signal);
    const giveUpAt = Date.now() + waitMs;
    while (isServerOf(pid, dataDir) && Date.now() < giveUpAt) await delay(20);
    if (!isServerOf(pid, dataDir)) return;
  }
  throw new Error(`PostgreSQL ${pid} on ${dataDir} does not end`);
}

const steps: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
];

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function isServerOf(pid: number, dataDir: string): boolean {
  return (
    Number.isInteger(pid) &&
    pid > 1 &&
    startTime(pid) !== '' &&
    commandLine(pid).includes(`-D ${dataDir} `)
  );
}

function commandLine(pid: number): string {
  if (process.platform !== 'linux') return ps('args', pid);
  return readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** Empty when there is no such process, or only what is left of one that nobody has waited for. */
function startTime(pid: number): string {
  if (process.platform !== 'linux') return ps('lstart', pid);
  // proc_pid_stat(5): the name in brackets may hold anything; after it come state (3) … starttime (22).
  const fields = readText(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  const boot = readText('/proc/sys/kernel/random/boot_id').trim();
  return fields[0] === 'Z' || fields[19] === undefined ? '' : `${fields[19]} ${boot}`;
}

function ps(column: string, pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return '';
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
