/** Tells those who wait in this process that something of theirs has changed; the database stays the truth. */

export interface Bell {
  /** Wakes whoever listens to one of these ids. */
  ring(ids: string[]): void;
  /** Starts listening; a ring is kept until it is waited for. */
  listen(id: string): Listening;
  /** Wakes everybody, for good: the service stops. */
  close(): void;
  isClosed(): boolean;
}

export interface Listening {
  /** Resolves at the next ring, at the end, or after `ms`. */
  next(ms: number): Promise<void>;
  /** Safe to call twice. */
  end(): void;
}

export function createBell(): Bell {
  const listeners = new Map<string, Set<() => void>>();
  let isClosed = false;

  function listen(id: string): Listening {
    const group = listeners.get(id) ?? new Set();
    listeners.set(id, group);
    let hasRung = false;
    let wake = () => {};
    const hear = () => {
      hasRung = true;
      wake();
    };
    group.add(hear);
    return {
      async next(ms) {
        if (!hasRung)
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, ms);
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
        hasRung = false;
      },
      end() {
        hear();
        if (group.delete(hear) && group.size === 0) listeners.delete(id);
      },
    };
  }

  return {
    listen,
    ring(ids) {
      for (const id of ids) for (const hear of listeners.get(id) ?? []) hear();
    },
    close() {
      isClosed = true;
      for (const group of listeners.values()) for (const hear of group) hear();
    },
    isClosed: () => isClosed,
  };
}

export interface Waiting<T> {
  bell: Bell;
  id: string;
  read: () => Promise<T>;
  isDone: (value: T) => boolean;
  timeoutMs: number;
  /** Waits to its end even when the service stops: for what is short and must not fail. */
  outlastsClose?: boolean;
}

const pollMs = 250;

/** Reads until done, at every ring and every quarter of a second; answers the last value after `timeoutMs`. */
export async function waitUntil<T>(waiting: Waiting<T>): Promise<T> {
  const { bell, id, read, isDone, timeoutMs, outlastsClose = false } = waiting;
  const deadlineMs = Date.now() + timeoutMs;
  const listening = bell.listen(id);
  try {
    for (;;) {
      const value = await read();
      const leftMs = deadlineMs - Date.now();
      const isCut = bell.isClosed() && !outlastsClose;
      if (isDone(value) || leftMs <= 0 || isCut) return value;
      await listening.next(Math.min(pollMs, leftMs));
    }
  } finally {
    listening.end();
  }
}
