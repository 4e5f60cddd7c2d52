/** What processes have used of the processors, as Linux counts it (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells times in hundredths of a second, on every machine. */
const ticksPerSecond = 100;

interface ProcessTimes {
  pid: number;
  parent: number;
  seconds: number;
}

/** Of a process, its children and theirs, those that have ended included. */
export function processorSecondsOf(pid: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readTimes(Number(name)));
  return sumOf(pid, all);
}

function sumOf(pid: number, all: ProcessTimes[]): number {
  const own = all.find((one) => one.pid === pid)?.seconds ?? 0;
  const children = all.filter(({ parent }) => parent === pid);
  return children.reduce((sum, child) => sum + sumOf(child.pid, all), own);
}

/** Nothing where it has ended meanwhile. */
function readTimes(pid: number): ProcessTimes[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may have spaces and brackets in it; after it the state is the first field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return [{ pid, parent: Number(fields[1]), seconds: ticks / ticksPerSecond }];
  } catch {
    return [];
  }
}
