/**
 * Collects tasks after the commit that took them, and outside of any transaction. A task is taken for a time:
 * whoever dies with it leaves it to another replica, and a quote that comes twice is stored once.
 */
import type { Tx } from '@balcao/kit/db.ts';
import type { Logger } from '@balcao/kit/log.ts';
import { type CollectDeps, collectFeed, type Outcome } from './collect-feed.ts';
import { putOffTask, type TakenTask, takeTasks, takeWaitingTasks } from './feed-task-store.ts';

export interface CollectorOptions extends CollectDeps {
  log: Logger;
  /** How long one request may take. */
  timeoutMs: number;
  onCollected: (task: TakenTask, outcome: Outcome) => void;
}

export interface Collector {
  /** Takes these tasks in `tx` as far as there is room, and collects them after its commit. */
  take(tx: Tx, taskIds: string[]): Promise<void>;
  /** Takes tasks that wait for another attempt, or whose taker has died. */
  sweep(): Promise<void>;
  /** Aborts what is under way and gives it back. */
  stop(): Promise<void>;
}

const maxAtOnce = 256;
/** What storing may take, on top of a request and that to the fallback. */
const leaseMarginMs = 15_000;

export function createCollector(options: CollectorOptions): Collector {
  const { db, timeoutMs } = options;
  const leaseMs = 2 * timeoutMs + leaseMarginMs;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const room = () => (stopping.signal.aborted ? 0 : maxAtOnce - underWay.size);

  function begin(tasks: TakenTask[]): void {
    for (const task of tasks) {
      const made = collect(task, options, stopping.signal).finally(() => underWay.delete(made));
      underWay.add(made);
    }
  }

  return {
    async take(tx, taskIds) {
      // What there is no room for is taken by whoever sweeps.
      const tasks = await takeTasks(tx, taskIds, { limit: room(), leaseMs });
      tx.afterCommit(() => begin(tasks));
    },
    async sweep() {
      const limit = room();
      if (limit > 0) begin(await takeWaitingTasks(db, { limit, leaseMs }));
    },
    async stop() {
      stopping.abort(new Error('the service stops'));
      await Promise.all(underWay);
    },
  };
}

/** Never rejects. */
async function collect(
  task: TakenTask,
  options: CollectorOptions,
  stopping: AbortSignal,
): Promise<void> {
  const { db, log, onCollected } = options;
  try {
    onCollected(task, await collectFeed(task, options, stopping));
  } catch (error) {
    if (!stopping.aborted) log.warn({ err: error, feed: task.feedId }, 'a feed is not collected');
    // When not even that works, the lease runs out and the task is taken again.
    await putOffTask(db, task, stopping.aborted ? 0 : 1_000).catch((cause: unknown) =>
      log.warn({ err: cause, feed: task.feedId }, 'a task cannot be put back'),
    );
  }
}
