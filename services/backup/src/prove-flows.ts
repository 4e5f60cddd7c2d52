/**
 * The proof that the databases are of one instant: what one service has made is in the books of those that it tells, or
 * the news of it is still on its way in a database; and no book has what was never made.
 */
import type pg from 'pg';
import { type Flow, findUnbooked, findUnmade, flows, readBooked, readMade } from './flow-store.ts';

const atOnce = 10_000;

/** Connections by service; flows from or to one that is not there are not asked for. */
export type Databases = ReadonlyMap<string, pg.Client>;

/** What is wrong, in sentences; empty when nothing is. */
export async function proveFlows(databases: Databases): Promise<string[]> {
  const faults: string[] = [];
  for (const flow of flows) {
    const [from, to] = [databases.get(flow.from), databases.get(flow.to)];
    if (from !== undefined && to !== undefined) faults.push(...(await prove(flow, from, to)));
  }
  return faults;
}

async function prove(flow: Flow, from: pg.Client, to: pg.Client): Promise<string[]> {
  const unbooked = await collect({
    read: (after) => readMade(from, flow, { after, limit: atOnce }),
    keyOf: ({ key }) => key,
    check: (made) => findUnbooked(to, flow, made),
  });
  const unmade = await collect({
    read: (after) => readBooked(to, flow, { after, limit: atOnce }),
    keyOf: (key) => key,
    check: (keys) => findUnmade(from, flow, keys),
  });
  return [
    ...sentence(`${flow.to} has never heard of ${flow.things} of ${flow.from}`, unbooked),
    ...sentence(`${flow.to} has ${flow.things} that ${flow.from} has not made`, unmade),
  ];
}

/** Goes through all in the order of their keys, a stretch at a time. */
async function collect<T>(walk: {
  read: (after: string) => Promise<T[]>;
  keyOf: (item: T) => string;
  check: (items: T[]) => Promise<string[]>;
}): Promise<string[]> {
  const found: string[] = [];
  let after = '';
  for (;;) {
    const items = await walk.read(after);
    const last = items.at(-1);
    if (last === undefined) return found;
    found.push(...(await walk.check(items)));
    after = walk.keyOf(last);
  }
}

function sentence(says: string, keys: string[]): string[] {
  if (keys.length === 0) return [];
  return [`${says}: ${keys.length}, such as ${keys.slice(0, 3).join(', ')}`];
}
