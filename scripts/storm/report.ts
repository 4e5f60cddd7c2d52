/** How long the shop took after each kind of fault, in lines for a person. */
import { percentile } from '../harness/load.ts';
import type { Fault } from './plan.ts';
import type { Recovery } from './weather.ts';

/** Blows of two faults stand under both. */
export function reportRecoveries(recoveries: readonly Recovery[]): string[] {
  const byKind = new Map<string, number[]>();
  for (const { blow, afterMs } of recoveries) {
    for (const kind of new Set(blow.faults.map(kindOf))) {
      byKind.set(kind, [...(byKind.get(kind) ?? []), afterMs]);
    }
  }
  return [...byKind]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([kind, times]) => {
      times.sort((a, b) => a - b);
      const [middle, longest] = [0.5, 1].map((part) => (percentile(times, part) / 1000).toFixed(1));
      return `${kind.padEnd(28)} ${String(times.length).padStart(4)} times, recovered after ${middle} s, at most ${longest} s`;
    });
}

function kindOf(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
    case 'stop':
      return `${fault.kind} ${fault.victim}`;
    case 'skew':
      return 'wrong clock';
    case 'full':
      return `full disk of ${fault.server}`;
    default:
      return `${fault.kind} line to ${fault.server}`;
  }
}
