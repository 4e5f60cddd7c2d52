/** Processes as the system lists them (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** The pids of those that a process has started itself. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => read(`/proc/${entry}/status`).includes(`\nPPid:\t${pid}\n`))
    .map(Number);
}

/** With what a process was started; its parts are separated by NUL. */
export const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`);

/** Nothing of one that has ended in the meantime. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
