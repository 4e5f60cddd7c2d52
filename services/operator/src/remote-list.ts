/** What a service has of one kind: read as a whole every few seconds, not object by object. */

export interface RemoteObject {
  id: string;
  managedBy: string | null;
}

export interface RemoteList<Item extends RemoteObject> {
  /** As it was last seen; undefined where there is none. Waits for the first reading. */
  get(id: string, signal: AbortSignal): Promise<Item | undefined>;
  /**
   * All that carry this mark, whatever their ids: two where one was made before the other was taken over. After a reading
   * that failed it waits for another: a service that was away may have been restored meanwhile, and has other objects.
   */
  markedAs(managedBy: string, signal: AbortSignal): Promise<Item[]>;
  /** What a write was answered with, which is newer than any reading that has begun. */
  put(item: Item): void;
  drop(id: string): void;
  /** Reads all of it and tells what has changed; nothing where nobody has asked for any yet. */
  refresh(signal: AbortSignal): Promise<void>;
}

export interface RemoteListOptions<Item extends RemoteObject> {
  read: (signal: AbortSignal) => Promise<Item[]>;
  /** Was changed by somebody else, or has news: `managedBy` of what was there, or is. */
  onChange: (managedBy: string) => void;
}

export function createRemoteList<Item extends RemoteObject>({
  read,
  onChange,
}: RemoteListOptions<Item>): RemoteList<Item> {
  let items: Map<string, Item> | undefined;
  let reading: Promise<void> | undefined;
  /** The last reading has not come to its end. */
  let hasFailed = false;
  /** Counts writes and readings; an id's is that of its last write. */
  let moment = 0;
  const written = new Map<string, number>();

  async function readAll(signal: AbortSignal): Promise<void> {
    const begun = ++moment;
    hasFailed = true;
    const found = new Map((await read(signal)).map((item) => [item.id, item]));
    hasFailed = false;
    for (const [id, at] of written) {
      if (at < begun) written.delete(id);
      else keep(found, id, items?.get(id));
    }
    const before = items;
    items = found;
    if (before !== undefined) for (const name of changed(before, found)) onChange(name);
  }

  /** However many wait for a reading, there is one; who began it decides how long it may take. */
  function refreshed(signal: AbortSignal): Promise<void> {
    reading ??= readAll(signal).finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    async get(id, signal) {
      if (items === undefined) await refreshed(signal);
      return items?.get(id);
    },
    async markedAs(managedBy, signal) {
      if (items === undefined || hasFailed) await refreshed(signal);
      return [...(items?.values() ?? [])].filter((item) => item.managedBy === managedBy);
    },
    put(item) {
      written.set(item.id, ++moment);
      items?.set(item.id, item);
    },
    drop(id) {
      written.set(id, ++moment);
      items?.delete(id);
    },
    async refresh(signal) {
      if (items !== undefined) await refreshed(signal);
    },
  };
}

function keep<Item>(items: Map<string, Item>, id: string, item: Item | undefined): void {
  if (item === undefined) items.delete(id);
  else items.set(id, item);
}

/** Who manages what has changed: before, and now. */
function changed<Item extends RemoteObject>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
): Set<string> {
  const names = new Set<string>();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [then, now] = [before.get(id), after.get(id)];
    if (then !== undefined && now !== undefined && JSON.stringify(then) === JSON.stringify(now))
      continue;
    for (const item of [then, now])
      if (typeof item?.managedBy === 'string') names.add(item.managedBy);
  }
  return names;
}
