/** Who tells each event and who hears it: as a table, and as a drawing of the services. */
import { eventTypes } from '../../services/contracts/events/catalog.ts';
import { prefixes } from '../../services/contracts/prefixes.ts';
import { topology } from '../../services/contracts/topology.ts';
import { sourcesOf } from './sources.ts';
import { code, table } from './table.ts';

export interface EventRow {
  type: string;
  teller: string;
  queues: string[];
}

/** Whoever names an event in a file that builds events tells it; who hears it is in the topology. */
export async function eventRows(): Promise<EventRow[]> {
  const built = await Promise.all(Object.keys(prefixes).map(builtBy));
  return eventTypes.map((type) => {
    const tellers = built.filter(({ text }) => text.includes(`'${type}'`));
    const [teller] = tellers;
    if (teller === undefined || tellers.length > 1)
      throw new Error(
        `${type} is built by ${tellers.map(({ service }) => service).join(' and ') || 'nobody'}`,
      );
    return { type, teller: teller.service, queues: queuesOf(type) };
  });
}

async function builtBy(service: string): Promise<{ service: string; text: string }> {
  const sources = await sourcesOf(service);
  const building = sources.filter(({ text }) => /\bevent\(|Event\(/.test(text));
  return { service, text: building.map(({ text }) => text).join('\n') };
}

const queuesOf = (type: string): string[] =>
  Object.entries(topology)
    .filter(([, types]) => types.some((heard) => heard === type))
    .map(([queue]) => queue);

/** A queue is named after the service that reads it; the one work queue is not. */
export const readerOf = (queue: string): string =>
  queue === 'assets-tasks' ? 'market-analyzer' : (queue.split('.')[0] ?? queue);

export function eventTable(rows: readonly EventRow[]): string {
  const cells = rows.map(({ type, teller, queues }) => [
    ...[code(type), teller],
    queues.map(code).join(', ') || '–',
  ]);
  return table(['event', 'told by', 'heard on'], cells);
}

/** Mermaid, which the forges draw: an arrow from each service to each that listens to it. */
export function eventDrawing(rows: readonly EventRow[]): string {
  const told = rows.flatMap(({ type, teller, queues }) =>
    queues.map((queue) => ({ type, arrow: `${teller} -->|%| ${readerOf(queue)}` })),
  );
  const arrows = [...Map.groupBy(told, ({ arrow }) => arrow)].map(
    ([arrow, those]) => `  ${arrow.replace('%', those.map(({ type }) => type).join('<br/>'))}`,
  );
  return ['```mermaid', 'flowchart LR', ...arrows, '```'].join('\n');
}
