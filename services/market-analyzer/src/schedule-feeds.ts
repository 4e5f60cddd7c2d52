/** The leader's work: it puts a task into the queue for each feed that is due. */
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Database, Tx } from '@balcao/kit/db.ts';
import { newId } from '@balcao/kit/ids.ts';
import type { Job } from '@balcao/kit/jobs.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { type FeedTask, insertTasks, takeDueFeeds } from './feed-task-store.ts';
import { dropLease, holdLease } from './lease-store.ts';

export interface SchedulerDeps {
  db: Database;
  outbox: Outbox;
}

export interface Scheduler {
  job: Job;
  /** Lets another replica lead at once. */
  stop(): Promise<void>;
}

const leaseName = 'schedule feeds';
/** A leader that dies is replaced within this and one look. */
const leaseMs = 5_000;
const everyMs = 1_000;
const maxAtOnce = 1_000;

/** On every replica; whoever holds the lease schedules. */
export function createScheduler({ db, outbox }: SchedulerDeps): Scheduler {
  const lease = { name: leaseName, holder: newId() };
  let isStopped = false;

  const schedule = () =>
    db.transaction(async (tx) => {
      if (!(await holdLease(tx, { ...lease, ms: leaseMs }))) return 0;
      const due = await takeDueFeeds(tx, maxAtOnce);
      const tasks = due.map((feed) => ({ ...feed, taskId: newId(), range: null }));
      await addTasks(tx, tasks, outbox);
      return due.length;
    });

  return {
    job: {
      name: 'schedule feeds',
      everyMs,
      async run() {
        while (!isStopped && (await schedule()) === maxAtOnce);
      },
    },
    async stop() {
      isStopped = true;
      // When that does not work, the lease runs out by itself.
      await db.transaction((tx) => dropLease(tx, lease)).catch(() => undefined);
    },
  };
}

/** Stores tasks and tells them, so that any replica takes them. */
export async function addTasks(tx: Tx, tasks: FeedTask[], outbox: Outbox): Promise<void> {
  if (tasks.length === 0) return;
  const added = await insertTasks(tx, tasks);
  outbox.add(
    tx,
    added.map((task) => event('feed.due', task.feedId, task)),
  );
}
