/** How long the shop took after each kind of fault, in lines for a person. */
import { percentile } from '../harness/load.ts';
import type { Fault } from './plan.ts';
import type { Recovery } from './weather.ts';

/** Blows of two faults stand under both. */
export function reportRecoveries(recoveries: readonly Recovery[]): string[] {
  const byKind = Map.groupBy(
    recoveries.flatMap((recovery) =>
      [...new Set(recovery.blow.faults.map(kindOf))].map((kind) => ({ kind, recovery })),
    ),
    ({ kind }) => kind,
  );
  return [...byKind]
    .map(([kind, found]) =>
      line(
        kind,
        found.map(({ recovery }) => recovery),
      ),
    )
    .sort();
}

function line(kind: string, recoveries: Recovery[]): string {
  const times = recoveries.map(({ afterMs }) => afterMs).sort((a, b) => a - b);
  const [middle, longest] = [0.5, 1].map((part) => (percentile(times, part) / 1000).toFixed(1));
  const seconds = recoveries.reduce((sum, { blow }) => sum + blow.forMs, 0) / 1000;
  const sold = recoveries.reduce((sum, { soldMeanwhile }) => sum + soldMeanwhile, 0);
  const meanwhile = `${(sold / seconds).toFixed(1).padStart(5)} sales/s meanwhile`;
  const count = String(recoveries.length).padStart(4);
  return `${kind.padEnd(26)} ${count} times,${meanwhile}, recovered after ${middle} s, at most ${longest} s`;
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
