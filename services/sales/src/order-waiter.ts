/** Lets a request wait until its order settles, whichever replica settles it. */
import type { OrderStatus } from '@balcao/contracts/api/sales.ts';
import type { Queryable, Tx } from '@balcao/kit/db.ts';
import type { Job } from '@balcao/kit/jobs.ts';

export interface OrderWaiter {
  /** Says that orders move with this transaction. */
  moved(tx: Tx, orderIds: string[]): void;
  /** Resolves when the order may have settled, or after `ms` milliseconds. */
  next(orderId: string, ms: number): Promise<void>;
  /** The service stops: what is about to settle may, and nobody waits longer than that. */
  close(): void;
  isClosed(): boolean;
  /** Looks for orders that another replica has moved. */
  job: Job;
}

const pollMs = 200;
/** A cash sale takes milliseconds; with them, a restart is not seen at the till. */
const lastWaitMs = 1_000;

/** `isOver` tells the states that nobody needs to wait in any more. */
export function createOrderWaiter(
  db: Queryable,
  isOver: (status: OrderStatus) => boolean,
): OrderWaiter {
  const waiting = new Map<string, Set<() => void>>();
  let isClosed = false;

  function wake(orderIds: string[]): void {
    for (const id of orderIds) {
      for (const resolve of waiting.get(id) ?? []) resolve();
    }
  }

  return {
    moved: (tx, orderIds) => tx.afterCommit(() => wake(orderIds)),
    next(orderId, ms) {
      if (isClosed) return Promise.resolve();
      return new Promise((resolve) => {
        const group = waiting.get(orderId) ?? new Set();
        waiting.set(orderId, group.add(done));
        const timer = setTimeout(done, ms);
        function done() {
          clearTimeout(timer);
          group.delete(done);
          if (group.size === 0) waiting.delete(orderId);
          resolve();
        }
      });
    },
    close() {
      const end = () => {
        isClosed = true;
        wake([...waiting.keys()]);
      };
      setTimeout(end, lastWaitMs).unref();
    },
    isClosed: () => isClosed,
    job: {
      name: 'wake waiting requests',
      everyMs: pollMs,
      async run() {
        if (waiting.size === 0) return;
        const rows = await db.query<{ id: string; status: OrderStatus }>(
          'SELECT id, status FROM orders WHERE id = ANY($1::uuid[])',
          [[...waiting.keys()]],
        );
        wake(rows.filter(({ status }) => isOver(status)).map(({ id }) => id));
      },
    },
  };
}
